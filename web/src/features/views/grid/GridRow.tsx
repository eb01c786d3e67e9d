import type { Entity, WireRecord } from '@mortise/sdk'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { isRedacted, recordLabel } from '@/lib/definition.ts'
import { isFresh } from '../fresh.ts'
import type { Column } from '../useColumns.ts'
import type { Cell } from './useGridKeys.ts'

interface GridRowProps {
  entity: Entity
  record: WireRecord
  index: number
  columns: Column[]
  selected: boolean
  /** The column that has the focus when it is in this row, else -1. */
  activeColumn: number
  onActivate: (cell: Cell) => void
  onToggle: (id: string) => void
  onOpen: (record: WireRecord) => void
}

function cellClass(column: Column, label: string): string {
  const end = typeOf(column.field).align === 'end' ? ' v-grid__cell--end' : ''
  return `v-grid__cell${end}${column.field.name === label ? ' v-grid__cell--label' : ''}`
}

/** One record of a grid. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { entity, record, index, columns, selected, activeColumn, onActivate, onToggle, onOpen } = props
  const { t } = useTranslation()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles keys for its rows
    <div
      role="row"
      tabIndex={-1}
      className="v-grid__row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-fresh={isFresh(record) || undefined}
      onClick={() => {
        if (window.getSelection()?.type !== 'Range') onOpen(record)
      }}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: only keeps a press from opening the record */}
      <div
        role="gridcell"
        tabIndex={-1}
        className="v-grid__tick"
        onClick={(event) => event.stopPropagation()}
      >
        <input
          type="checkbox"
          tabIndex={-1}
          className="m-check"
          aria-label={t('list.select', { name: recordLabel(entity, record) })}
          checked={selected}
          onChange={() => onToggle(record.id)}
        />
      </div>
      {columns.map((column, at) => (
        <div
          key={column.field.name}
          role="gridcell"
          tabIndex={activeColumn === at ? 0 : -1}
          data-cell={`${index}:${at}`}
          data-field={column.field.name}
          className={cellClass(column, entity.label)}
          onFocus={() => activeColumn !== at && onActivate({ row: index, column: at })}
        >
          <Value
            field={column.field}
            value={record[column.field.name]}
            redacted={isRedacted(record, column.field.name)}
            place="list"
          />
        </div>
      ))}
    </div>
  )
})
