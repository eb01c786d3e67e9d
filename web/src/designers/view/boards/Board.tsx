import type { WireRecord } from '@mortise/sdk'
import type { Column } from '@/features/views/columns.ts'

import { textAt } from '../../core/document.ts'
import { useWords } from '../../core/useBench.ts'
import type { DrawnColumn } from '../columns.ts'
import { useViewDesign } from '../design.ts'
import { kindOf, neededBy } from '../kinds.ts'
import './boards.css'
import { CalendarStill } from './CalendarStill.tsx'
import { GalleryStill } from './GalleryStill.tsx'
import { KanbanStill } from './KanbanStill.tsx'
import { TreeStill } from './TreeStill.tsx'

/** What every kind is drawn from. */
export interface StillProps {
  columns: Column[]
  rows: WireRecord[]
  colorOf: (record: WireRecord) => string | undefined
}

interface BoardProps {
  columns: readonly DrawnColumn[]
  rows: WireRecord[]
  colorOf: StillProps['colorOf']
}

const stills = { kanban: KanbanStill, calendar: CalendarStill, tree: TreeStill, gallery: GalleryStill }

/** A view that is no table, with real records; one only looks at them. */
export default function Board({ columns, rows, colorOf }: BoardProps) {
  const { t } = useWords()
  const { view, fieldOf } = useViewDesign()
  const kind = kindOf(view)
  if (kind === 'table') return null
  const field = fieldOf(textAt(view, neededBy(kind) ?? ''))
  if (!field) return <p className="b-view-missing">{t(`design.view.needs.${kind}`)}</p>
  const Still = stills[kind]
  const known = columns.flatMap(({ field: of, width, pinned }) => (of ? [{ field: of, width, pinned }] : []))
  return (
    <div className="b-view-board" inert>
      <Still columns={known} rows={rows} colorOf={colorOf} />
    </div>
  )
}
