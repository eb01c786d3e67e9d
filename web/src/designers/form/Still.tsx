import type { Field } from '@mortise/sdk'
import { Calendar, ChevronDown, Clock, Star, Upload } from 'lucide-react'
import type { ReactNode } from 'react'
import { fieldType } from '@/field-types/registry.ts'
import { type Doc, textAt } from '../core/document.ts'
import { describedField, fieldsOf } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import { useDoc, useWords } from '../core/useBench.ts'

/** The icon at the end of a still, by type; that of the type itself where none is told. */
const ends: { [type: string]: typeof Calendar } = {
  choice: ChevronDown,
  choices: ChevronDown,
  tags: ChevronDown,
  relation: ChevronDown,
  relations: ChevronDown,
  reference: ChevronDown,
  user: ChevronDown,
  users: ChevronDown,
  department: ChevronDown,
  date: Calendar,
  datetime: Calendar,
  time: Clock,
}

const tall = ['longtext', 'richtext', 'markdown', 'json', 'signature']
const uploads = ['file', 'files', 'image']

/** What the input of a field looks like; nothing can be typed. */
export function Still({ name, doc }: { name: string; doc: Doc | undefined }) {
  const { language } = useWords()
  if (!doc) return <div className="b-form-still" data-fixed aria-hidden="true" />
  const type = textAt(doc, 'x-field')
  const fixed = doc.readOnly === true || ['formula', 'rollup', 'lookup', 'autonumber'].includes(type)
  const End = ends[type] ?? (uploads.includes(type) ? Upload : fieldType(type).icon)
  if (type === 'table') return <TableStill entity={textAt(doc, 'x-entity')} />
  return (
    <div
      className="b-form-still"
      data-fixed={fixed || undefined}
      data-tall={tall.includes(type) || undefined}
      aria-hidden="true"
    >
      <span className="truncate">
        <Words type={type} field={describedField(name, doc, language)} />
      </span>
      <End size={14} />
    </div>
  )
}

function Words({ type, field }: { type: string; field: Field }): ReactNode {
  const { t, language } = useWords()
  const target = useDoc('entity', field.entity ?? '')
  switch (type) {
    case 'boolean':
      return <span className="b-form-still__switch" />
    case 'rating':
      return [1, 2, 3, 4, 5].map((star) => <Star key={star} size={14} />)
    case 'choice':
    case 'choices':
      return field.options?.[0]?.title ?? t('design.form.still.choose')
    case 'relation':
    case 'relations':
      return t('design.form.still.search', { title: titleIn(target?.title, language) || field.entity })
    case 'user':
    case 'users':
      return t('design.form.still.user')
    case 'date':
      return 'YYYY-MM-DD'
    case 'datetime':
      return 'YYYY-MM-DD HH:mm'
    case 'time':
      return 'HH:mm'
    case 'money':
      return field.currency ?? ''
    case 'percent':
      return '%'
    default:
      return t(`design.core.type.${type}`, { defaultValue: type })
  }
}

/** A child table: the names of its columns above an empty line. */
function TableStill({ entity }: { entity: string }) {
  const { language } = useWords()
  const doc = useDoc('entity', entity)
  return (
    <div className="b-form-list" aria-hidden="true">
      <div>
        {fieldsOf(doc)
          .slice(0, 5)
          .map(({ name, doc: column }) => (
            <span key={name}>{titleIn(column.title, language) || name}</span>
          ))}
      </div>
    </div>
  )
}
