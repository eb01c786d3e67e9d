import type { Entity, WireRecord } from '@mortise/sdk'
import { memo } from 'react'
import { Value } from '@/field-types/Value.tsx'
import { isEmptyValue, isRedacted } from '@/lib/definition.ts'
import { useToday } from '@/lib/zone.ts'
import type { Column } from '../columns.ts'
import { isOverdue } from './due.ts'

/** Types whose values say by themselves what they are. */
const plain = ['choice', 'choices', 'tags', 'user', 'users', 'rating', 'department']

interface CardFieldsProps {
  entity: Entity
  record: WireRecord
  columns: Column[]
  /** Fields that are not drawn, for the board says them. */
  without: (string | undefined)[]
  most?: number
}

/** What a card tells of its record: pills in one row, other values with their names. */
export const CardFields = memo(function CardFields({
  entity,
  record,
  columns,
  without,
  most = 5,
}: CardFieldsProps) {
  const today = useToday()
  const shown = columns
    .map((column) => column.field)
    .filter(({ name }) => name !== entity.label && !without.includes(name))
    .filter(({ name }) => !isEmptyValue(record[name]) || isRedacted(record, name))
    .slice(0, most)
  const pills = shown.filter((field) => plain.includes(field.type))
  const lines = shown.filter((field) => !plain.includes(field.type))
  const value = (field: Column['field']) => (
    <Value field={field} value={record[field.name]} redacted={isRedacted(record, field.name)} place="list" />
  )
  return (
    <>
      {lines.length > 0 && (
        <dl className="vb-lines">
          {lines.map((field) => (
            <div key={field.name} className="vb-line">
              <dt className="truncate">{field.title}</dt>
              <dd
                className="truncate"
                data-overdue={isOverdue(field, record[field.name], today, Date.now()) || undefined}
              >
                {value(field)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {pills.length > 0 && (
        <div className="vb-pills">
          {pills.map((field) => (
            <span key={field.name} className="vb-pill" title={field.title}>
              {value(field)}
            </span>
          ))}
        </div>
      )}
    </>
  )
})
