import type { WireRecord } from '@mortise/sdk'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import type { Column } from '../useColumns.ts'
import type { Selection } from '../useSelection.ts'

interface GridHeadProps {
  columns: Column[]
  rows: WireRecord[]
  selection: Selection
  sort: string[]
  onSort: (sort: string[]) => void
}

/** Column names; a press on one sorts by it. */
export function GridHead({ columns, rows, selection, sort, onSort }: GridHeadProps) {
  const { t } = useTranslation()
  const all = rows.length > 0 && selection.ids.size >= rows.length
  return (
    <div role="rowgroup" className="v-grid__head">
      <div role="row" tabIndex={-1} className="v-grid__row" aria-rowindex={1}>
        <div role="columnheader" tabIndex={-1} className="v-grid__tick">
          <input
            type="checkbox"
            className="m-check"
            aria-label={t('list.selectAll')}
            checked={all}
            ref={(box) => {
              if (box) box.indeterminate = !all && selection.ids.size > 0
            }}
            onChange={() => (all ? selection.clear() : selection.set(rows.map((row) => row.id)))}
          />
        </div>
        {columns.map((column) => (
          <HeadCell key={column.field.name} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  )
}

interface HeadCellProps {
  column: Column
  sort: string[]
  onSort: (sort: string[]) => void
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const { name, title, sortable } = column.field
  const [first] = sort
  const direction = first === name ? 'ascending' : first === `-${name}` ? 'descending' : 'none'
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  const className = typeOf(column.field).align === 'end' ? 'v-grid__cell v-grid__cell--end' : 'v-grid__cell'
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      className={className}
      aria-sort={sortable === false ? undefined : direction}
    >
      {sortable === false ? (
        <span className="truncate">{title}</span>
      ) : (
        <button
          type="button"
          className="v-grid__sort"
          onClick={() => onSort([direction === 'ascending' ? `-${name}` : name])}
        >
          <span className="truncate">{title}</span>
          {direction !== 'none' && <Arrow size={13} aria-hidden="true" />}
        </button>
      )}
    </div>
  )
}
