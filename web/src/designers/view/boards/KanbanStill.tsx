import { Pill } from '@/components/Mark.tsx'
import { CardFields } from '@/features/views/boards/CardFields.tsx'
import { boardColumns, columnKey } from '@/features/views/boards/kanban/columns.ts'
import { recordLabel, relatedId, relatedLabel } from '@/lib/definition.ts'
import { textAt } from '../../core/document.ts'
import { useWords } from '../../core/useBench.ts'
import { useViewDesign } from '../design.ts'
import type { StillProps } from './Board.tsx'

/** Cards of one column that are drawn. */
const most = 4

/** Records as cards, in columns by the value of a field. */
export function KanbanStill({ columns, rows, colorOf }: StillProps) {
  const { t } = useWords()
  const { entity, view, fieldOf } = useViewDesign()
  const field = fieldOf(textAt(view, 'group'))
  if (!field) return null
  const related = new Map<string, string>()
  for (const row of rows) {
    const id = field.options || field.type === 'boolean' ? null : relatedId(row[field.name])
    if (id) related.set(id, relatedLabel(row[field.name]) ?? id.slice(0, 8))
  }
  const words = {
    empty: t('board.empty', { name: field.title }),
    yes: t('value.yes'),
    no: t('value.no'),
  }
  const named = [...related].map(([id, label]) => ({ id, label }))
  return (
    <div className="b-view-kanban">
      {boardColumns(field, undefined, named, words).map((column) => {
        const cards = rows.filter((row) => columnKey(row[field.name]) === column.key)
        return (
          <section key={column.key}>
            <h3>{column.color ? <Pill color={column.color}>{column.title}</Pill> : column.title}</h3>
            {cards.slice(0, most).map((row) => (
              <article key={row.id} className="b-view-card" data-color={colorOf(row)}>
                <strong>{recordLabel(entity, row)}</strong>
                <CardFields entity={entity} record={row} columns={columns} without={[field.name]} />
              </article>
            ))}
          </section>
        )
      })}
    </div>
  )
}
