import type { WireRecord } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import type { Column, ColumnChange } from '../columns.ts'
import type { Selection } from '../useSelection.ts'
import { HeadCell } from './HeadCell.tsx'

interface GridHeadProps {
  columns: Column[]
  lefts: (number | undefined)[]
  rows: WireRecord[]
  selection: Selection
  sort: string[]
  onSort: (sort: string[]) => void
  onColumn: (change: ColumnChange) => void
}

/** Column names; a press on one sorts by it. */
export function GridHead({ columns, lefts, rows, selection, sort, onSort, onColumn }: GridHeadProps) {
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
        {columns.map((column, at) => (
          <HeadCell
            key={column.field.name}
            column={column}
            left={lefts[at]}
            only={columns.length === 1}
            sort={sort}
            onSort={onSort}
            onChange={onColumn}
          />
        ))}
      </div>
    </div>
  )
}
