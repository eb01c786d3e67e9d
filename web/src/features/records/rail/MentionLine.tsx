import type { Person } from '@mortise/sdk'
import { CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Who is told of a comment, and at a name why that cannot be. */
export function MentionLine({ people, refused }: { people: Person[]; refused: Map<number, string> }) {
  const { t } = useTranslation()
  if (people.length === 0) return null
  return (
    <ul className="t-mentioned" aria-label={t('comment.told')}>
      {people.map((person, at) => {
        const why = refused.get(at)
        return (
          <li
            key={person.id}
            className={why ? 't-mentioned--no' : undefined}
            role={why ? 'alert' : undefined}
          >
            {why ? <CircleAlert size={13} aria-hidden="true" /> : null}
            <span>{`@${person.name}`}</span>
            {why && <span className="t-mentioned__why">{why}</span>}
          </li>
        )
      })}
    </ul>
  )
}
