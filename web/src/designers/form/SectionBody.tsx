import { List } from 'lucide-react'
import { useRef } from 'react'
import { textAt } from '../core/document.ts'
import { useDrop } from '../core/drag.tsx'
import { fieldDoc, fieldsOf, isRequired } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import { useDoc, useWords } from '../core/useBench.ts'
import { contentOf, fieldNames, sectionsOf } from './commands.ts'
import { useFormDesign } from './design.ts'
import { FieldCard } from './FieldCard.tsx'

/** What a section holds: fields, a text, or a list of related records. */
export function SectionBody({ at }: { at: number }) {
  const { language } = useWords()
  const { form } = useFormDesign()
  const section = sectionsOf(form)[at]
  switch (contentOf(section)) {
    case 'text':
      return <p className="b-form-text">{titleIn(section?.text, language)}</p>
    case 'related':
      return <RelatedStill related={textAt(section, 'related')} />
    default:
      return <SectionFields at={at} />
  }
}

function SectionFields({ at }: { at: number }) {
  const { t } = useWords()
  const { form, entityDoc, selected, edits, select, columnsOf, isWide, masked, titleOf } = useFormDesign()
  const list = useRef<HTMLUListElement>(null)
  const section = sectionsOf(form)[at]
  const names = fieldNames(section)
  const columns = columnsOf(section ?? {})
  const over = useDrop({
    element: list,
    accepts: (load) => load.kind === 'field',
    edges: [],
    onDrop: (load) => edits.dropField(load.id, at, names.length),
  })
  return (
    <ul ref={list} className="b-form-grid" data-columns={columns} data-over={over ?? undefined}>
      {names.map((name, place) => (
        <FieldCard
          key={name}
          name={name}
          doc={fieldDoc(entityDoc, name)}
          title={titleOf(name)}
          section={at}
          at={place}
          columns={columns}
          wide={isWide(name)}
          required={isRequired(entityDoc, name)}
          masked={masked.has(name)}
          chosen={selected.kind === 'field' && selected.name === name}
          edits={edits}
          select={select}
        />
      ))}
      {names.length === 0 && <li className="b-form-grid__empty">{t('design.form.dropFields')}</li>}
    </ul>
  )
}

/** A list of related records, with the names of its columns. */
function RelatedStill({ related }: { related: string }) {
  const { t, language } = useWords()
  const [entity = '', field = ''] = related.split('.')
  const doc = useDoc('entity', entity)
  const columns = fieldsOf(doc)
    .filter(({ name }) => name !== field)
    .slice(0, 4)
  return (
    <div className="b-form-list">
      <p>
        <List size={14} aria-hidden="true" />
        {t('design.form.relatedHere', {
          title: titleIn(doc?.['x-plural'], language) || titleIn(doc?.title, language) || entity,
        })}
      </p>
      <div aria-hidden="true">
        {columns.map(({ name, doc: column }) => (
          <span key={name}>{titleIn(column.title, language) || name}</span>
        ))}
      </div>
    </div>
  )
}
