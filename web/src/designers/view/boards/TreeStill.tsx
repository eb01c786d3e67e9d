import { branchesOf, treeRows } from '@/features/views/boards/tree/rows.ts'
import { Value } from '@/field-types/Value.tsx'
import { isRedacted, recordLabel } from '@/lib/definition.ts'
import { textAt } from '../../core/document.ts'
import { useViewDesign } from '../design.ts'
import type { StillProps } from './Board.tsx'

/** Columns of which a tree shows the values. */
const most = 5

/** Records under those above them. */
export function TreeStill({ columns, rows, colorOf }: StillProps) {
  const { entity, view } = useViewDesign()
  const parent = textAt(view, 'parent')
  const branches = branchesOf(rows, parent)
  const lines = treeRows(branches, { open: () => true, full: (id) => branches.has(id) })
  const rest = columns.filter(({ field }) => ![entity.label, parent].includes(field.name)).slice(0, most)
  return (
    <div className="b-view-tree">
      {lines.map(({ record, level, expanded }) => (
        <div key={record.id} className="b-view-tree__row" data-color={colorOf(record)}>
          <span style={{ paddingInlineStart: (level - 1) * 20 }}>
            <i aria-hidden="true">{expanded ? '▾' : '·'}</i>
            {recordLabel(entity, record)}
          </span>
          {rest.map(({ field }) => (
            <span key={field.name} className="b-view-cell">
              <Value
                field={field}
                value={record[field.name]}
                redacted={isRedacted(record, field.name)}
                place="list"
              />
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}
