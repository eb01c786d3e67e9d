import type { Entity, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef } from 'react'
import { Mark } from '@/components/Mark.tsx'
import { Value } from '@/field-types/Value.tsx'
import { isEmptyValue, isRedacted, recordLabel } from '@/lib/definition.ts'
import { isLeaving } from '@/lib/list/fresh.ts'
import type { Column } from './columns.ts'

const cardHeight = 76
const shown = 3

interface CardsProps {
  entity: Entity
  columns: Column[]
  rows: WireRecord[]
  onNearEnd: () => void
  more: boolean
  /** Is told the last row that can be seen. */
  seen: RefObject<number>
}

/** The list on a narrow page. */
export function Cards({ entity, columns, rows, onNearEnd, more, seen }: CardsProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    overscan: 6,
    initialRect: { width: 390, height: 720 },
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  seen.current = virtual.range?.endIndex ?? last
  useEffect(() => {
    if (more && last >= rows.length - 20) onNearEnd()
  }, [more, last, rows.length, onNearEnd])

  return (
    <div ref={scroller} className="v-cards">
      <ul style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const record = rows[item.index]
          return (
            record && (
              <li
                key={record.id}
                className="v-card"
                data-leaving={isLeaving(record) || undefined}
                style={{ top: item.start, height: cardHeight }}
              >
                <Card entity={entity} columns={columns} record={record} />
              </li>
            )
          )
        })}
      </ul>
    </div>
  )
}

function Card({ entity, columns, record }: { entity: Entity; columns: Column[]; record: WireRecord }) {
  const label = recordLabel(entity, record)
  const rest = columns.filter(
    ({ field }) =>
      field.name !== entity.label && (!isEmptyValue(record[field.name]) || isRedacted(record, field.name)),
  )
  return (
    <Link className="v-card__link" to="/e/$entity/$id" params={{ entity: entity.name, id: record.id }}>
      <Mark name={label} size={32} />
      <span className="v-card__text">
        <span className="v-card__label truncate">{label}</span>
        <span className="v-card__fields">
          {rest.slice(0, shown).map(({ field }) => (
            <span key={field.name} className="v-card__field">
              <Value
                field={field}
                value={record[field.name]}
                redacted={isRedacted(record, field.name)}
                place="list"
              />
            </span>
          ))}
        </span>
      </span>
    </Link>
  )
}
