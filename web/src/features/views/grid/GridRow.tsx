import type { Entity, WireRecord } from '@mortise/sdk'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColorName } from '@/components/colors.ts'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { isRedacted, recordLabel } from '@/lib/definition.ts'
import { isFresh, isLeaving } from '@/lib/list/fresh.ts'
import type { Column } from '../columns.ts'

interface GridRowProps {
  entity: Entity
  record: WireRecord
  index: number
  /** Where it stands among all lines of the grid. */
  line: number
  columns: Column[]
  lefts: (number | undefined)[]
  selected: boolean
  color: ColorName | undefined
  /** The column whose cells open the record. */
  opening: number
  /** The column that has the focus when it is in this row, else -1. */
  activeColumn: number
  /** The first and last marked columns of this row; -1 for none. */
  from: number
  to: number
  onToggle: (id: string, extend: boolean) => void
}

/** One record of a grid. */
export const GridRow = memo(function GridRow(props: GridRowProps) {
  const {
    entity,
    record,
    index,
    line,
    columns,
    lefts,
    selected,
    color,
    opening,
    activeColumn,
    from,
    to,
    onToggle,
  } = props
  const { t } = useTranslation()
  return (
    <div
      role="row"
      tabIndex={-1}
      className="v-grid__row"
      aria-rowindex={line + 2}
      aria-selected={selected}
      data-color={color}
      data-fresh={isFresh(record) || undefined}
      data-leaving={isLeaving(record) || undefined}
    >
      <div role="gridcell" tabIndex={-1} className="v-grid__tick">
        <input
          type="checkbox"
          tabIndex={-1}
          className="m-check"
          aria-label={t('list.select', { name: recordLabel(entity, record) })}
          checked={selected}
          onChange={(event) => onToggle(record.id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </div>
      {columns.map(({ field }, at) => {
        const left = lefts[at]
        const redacted = isRedacted(record, field.name)
        const value = <Value field={field} value={record[field.name]} redacted={redacted} place="list" />
        return (
          <div
            key={field.name}
            role="gridcell"
            tabIndex={activeColumn === at ? 0 : -1}
            data-cell={`${index}:${at}`}
            data-field={field.name}
            data-marked={at >= from && at <= to ? true : undefined}
            data-pinned={left === undefined ? undefined : true}
            aria-readonly={redacted || undefined}
            style={left === undefined ? undefined : { left }}
            className={cellClass(typeOf(field).align === 'end', at === opening, field.name === entity.label)}
          >
            {at === opening ? <span className="v-grid__open truncate">{value}</span> : value}
          </div>
        )
      })}
    </div>
  )
})

function cellClass(aligned: boolean, opens: boolean, label: boolean): string {
  const end = aligned ? ' v-grid__cell--end' : ''
  return `v-grid__cell${end}${label ? ' v-grid__cell--label' : ''}${opens ? ' v-grid__cell--opens' : ''}`
}
