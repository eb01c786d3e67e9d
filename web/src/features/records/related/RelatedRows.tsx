import type { Entity, Field, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Mark } from '@/components/Mark.tsx'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { fieldOf, isRedacted, recordLabel } from '@/lib/definition.ts'
import { isFresh, isLeaving } from '@/lib/list/fresh.ts'

interface RelatedRowsProps {
  entity: Entity
  columns: Field[]
  rows: WireRecord[]
  labelledBy: string
  /** The label of a record was pressed. */
  onOpen: () => void
}

/** Types whose values say by themselves what they are. */
const plain = ['choice', 'choices', 'tags', 'user', 'users', 'department', 'rating']

/** Records in a small table: the label opens one. */
export function RelatedRows({ entity, columns, rows, labelledBy, onOpen }: RelatedRowsProps) {
  const label = fieldOf(entity, entity.label)
  return (
    <table className="rl-table" aria-labelledby={labelledBy}>
      <thead>
        <tr>
          <th scope="col">{label?.title ?? entity.title}</th>
          {columns.map((field) => (
            <th key={field.name} scope="col" data-align={typeOf(field).align}>
              {field.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((record) => {
          const name = recordLabel(entity, record)
          return (
            <tr
              key={record.id}
              data-fresh={isFresh(record) || undefined}
              data-leaving={isLeaving(record) || undefined}
            >
              <th scope="row">
                <Link
                  className="rl-open"
                  to="/e/$entity/$id"
                  params={{ entity: entity.name, id: record.id }}
                  onClick={onOpen}
                >
                  <Mark name={name} round={entity.name === 'user'} />
                  <span className="truncate">{name}</span>
                </Link>
              </th>
              {columns.map((field) => (
                <td
                  key={field.name}
                  data-label={plain.includes(field.type) ? undefined : field.title}
                  data-align={typeOf(field).align}
                >
                  <Value
                    field={field}
                    value={record[field.name]}
                    redacted={isRedacted(record, field.name)}
                    place="list"
                  />
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
