import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { Entity, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { ChevronRight, GripVertical } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { isRedacted, recordLabel } from '@/lib/definition.ts'
import type { Column } from '../../useColumns.ts'
import type { TreeRow } from './rows.ts'

/** Height of a row in CSS pixels. */
export const branchHeight = 36

interface BranchProps {
  entity: Entity
  row: TreeRow
  index: number
  top: number
  columns: Column[]
  active: boolean
  writable: boolean | undefined
  onActivate: (id: string) => void
  onTurn: (id: string) => void
  onMove: (record: WireRecord, to: WireRecord) => void
}

/** One record of a tree: takes records that are dropped on it below itself. */
export const Branch = memo(function Branch(props: BranchProps) {
  const { entity, row, index, top, columns, active, writable, onActivate, onTurn, onMove } = props
  const { t } = useTranslation()
  const element = useRef<HTMLDivElement>(null)
  const [over, setOver] = useState(false)
  const { record, level, expanded } = row
  useEffect(() => {
    if (!element.current) return
    return combine(
      draggable({
        element: element.current,
        getInitialData: () => ({ kind: 'branch', entity: entity.name, record }),
      }),
      dropTargetForElements({
        element: element.current,
        canDrop: ({ source }) =>
          source.data.kind === 'branch' &&
          source.data.entity === entity.name &&
          (source.data.record as WireRecord).id !== record.id,
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: ({ source }) => {
          setOver(false)
          onMove(source.data.record as WireRecord, record)
        },
      }),
    )
  }, [entity.name, record, onMove])
  const label = recordLabel(entity, record)
  return (
    <div
      ref={element}
      role="row"
      tabIndex={active ? 0 : -1}
      className="vt-row vt-row--record"
      style={{ top, height: branchHeight }}
      data-row={index}
      data-over={over || undefined}
      data-grey={row.grey || undefined}
      aria-level={level}
      aria-expanded={expanded}
      aria-posinset={row.place}
      aria-setsize={row.among}
      aria-rowindex={index + 2}
      onFocus={() => onActivate(record.id)}
    >
      <div
        role="gridcell"
        tabIndex={-1}
        className="vt-label"
        style={{ '--level': level } as React.CSSProperties}
      >
        {expanded === undefined ? (
          <span className="vt-turn" />
        ) : (
          <button
            type="button"
            tabIndex={-1}
            className="vt-turn"
            aria-label={t(expanded ? 'tree.close' : 'tree.open', { name: label })}
            onClick={() => onTurn(record.id)}
          >
            <ChevronRight size={14} aria-hidden="true" />
          </button>
        )}
        <Link
          className="vt-link truncate"
          tabIndex={-1}
          draggable={false}
          to="/e/$entity/$id"
          params={{ entity: entity.name, id: record.id }}
        >
          {label}
        </Link>
        {writable && <GripVertical className="vt-grip" size={14} aria-hidden="true" />}
      </div>
      {columns.map(({ field }) => (
        <div
          key={field.name}
          role="gridcell"
          tabIndex={-1}
          className="vt-cell"
          data-end={typeOf(field).align === 'end' || undefined}
        >
          <Value
            field={field}
            value={record[field.name]}
            redacted={isRedacted(record, field.name)}
            place="list"
          />
        </div>
      ))}
    </div>
  )
})
