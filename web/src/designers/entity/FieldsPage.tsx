import { fieldsOf, fieldTitle } from '../core/entity.ts'
import { useDoc, useWords } from '../core/useBench.ts'

/** Draws the fields of an entity. */
export default function FieldsPage({ entity }: { entity: string }) {
  const { language } = useWords()
  const doc = useDoc('entity', entity)
  return (
    <ul>
      {fieldsOf(doc).map(({ name }) => (
        <li key={name}>{fieldTitle(doc, name, language)}</li>
      ))}
    </ul>
  )
}
