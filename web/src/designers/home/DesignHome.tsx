import { Link } from '@tanstack/react-router'
import { titleIn } from '../core/title.ts'
import { useDocs, useWords } from '../core/useBench.ts'

/** All entities, and the way to new ones. */
export function DesignHome() {
  const { language } = useWords()
  const entities = useDocs('entity')
  return (
    <ul>
      {entities.map(({ name, doc }) => (
        <li key={name}>
          <Link to="/design/e/$entity/$part" params={{ entity: name, part: 'fields' }}>
            {titleIn(doc.title, language) || name}
          </Link>
        </li>
      ))}
    </ul>
  )
}
