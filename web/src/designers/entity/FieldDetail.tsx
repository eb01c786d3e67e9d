import { type KeyboardEvent, useState } from 'react'
import { type Doc, textAt } from '../core/document.ts'
import { type FieldDoc, withField } from '../core/entity.ts'
import { splitTitles } from '../core/newEntity.ts'
import { titleIn } from '../core/title.ts'
import { useDoc, useDocs, useWords } from '../core/useBench.ts'
import '../core/quiet.css'
import { optionsOf, setOptionTitles } from './commands.ts'
import type { EntityEdits } from './useEntityEdits.ts'

interface FieldDetailProps {
  entity: string
  field: FieldDoc
  edits: EntityEdits
}

/** What is most asked of a type, within its row: options, where a relation leads, the pattern of a number. */
export function FieldDetail({ field, edits }: FieldDetailProps) {
  const type = textAt(field.doc, 'x-field')
  if ((type === 'choice' || type === 'choices') && !field.doc['x-choices'])
    return <Options field={field} edits={edits} />
  if (['relation', 'relations', 'table'].includes(type)) return <Target field={field} edits={edits} />
  if (field.doc['x-choices']) return <ListName of={field.doc} />
  return <span className="b-field__detail">{shortly(field.doc)}</span>
}

function shortly(doc: Doc): string {
  return textAt(doc, 'pattern') || textAt(doc, 'x-expr') || textAt(doc, 'x-path')
}

/** What the list is called that a field takes its options from. */
function ListName({ of }: { of: Doc }) {
  const { language } = useWords()
  const name = textAt(of, 'x-choices')
  const list = useDoc('choices', name)
  return <span className="b-field__detail truncate">{titleIn(list?.title, language) || name}</span>
}

interface PartProps {
  field: FieldDoc
  edits: EntityEdits
}

/** Options as one line of text, between commas. */
function Options({ field, edits }: PartProps) {
  const { t, language } = useWords()
  const { name, doc } = field
  const options = optionsOf(doc)
  const text = options.map((option) => titleIn(option.title, language) || textAt(option, 'const')).join(', ')
  const [typed, setTyped] = useState<string>()
  const take = () => {
    if (typed !== undefined && typed !== text)
      edits.change(name, (now) => setOptionTitles(now, name, splitTitles(typed), language))
    setTyped(undefined)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') take()
    if (event.key === 'Escape') setTyped(undefined)
  }
  return (
    <input
      className="b-quiet b-field__options"
      value={typed ?? text}
      aria-label={t('design.entity.optionsOf', { title: titleIn(doc.title, language) || name })}
      placeholder={t('design.entity.optionsHint')}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={take}
      onKeyDown={onKeyDown}
    />
  )
}

/** Where a relation leads. */
function Target({ field, edits }: PartProps) {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  const { name, doc } = field
  const target = textAt(doc, 'x-entity')
  return (
    <select
      className="b-select"
      value={target}
      aria-invalid={target === '' || undefined}
      aria-label={t('design.entity.targetOf', { title: titleIn(doc.title, language) || name })}
      onChange={(event) =>
        edits.change(name, (now) => withField(now, name, { 'x-entity': event.target.value }))
      }
    >
      {!entities.some((entity) => entity.name === target) && (
        <option value={target}>{target || t('design.entity.chooseTarget')}</option>
      )}
      {entities.map((entity) => (
        <option key={entity.name} value={entity.name}>
          {titleIn(entity.doc.title, language) || entity.name}
        </option>
      ))}
    </select>
  )
}
