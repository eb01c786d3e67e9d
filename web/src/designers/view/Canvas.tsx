import { Trash2 } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { useDrop } from '../core/drag.tsx'
import { MoveTo } from '../core/MoveTo.tsx'
import { useWords } from '../core/useBench.ts'
import { ColumnHead } from './ColumnHead.tsx'
import { type DrawnColumn, drawnColumns } from './columns.ts'
import { useViewDesign } from './design.ts'
import { Foot } from './Foot.tsx'
import { kindOf, type ViewKind } from './kinds.ts'
import { Rows } from './Rows.tsx'
import { useColors } from './useColors.ts'
import { useRecords } from './useRecords.ts'

// What is no table comes only where it is drawn.
const Board = lazy(() => import('./boards/Board.tsx'))

/** The view as it will look, on which columns are moved, with real records. */
export function Canvas() {
  const { t } = useWords()
  const design = useViewDesign()
  const { entity, view, edits } = design
  const [live, setLive] = useState<{ name: string; width: number }>()
  const colors = useColors(entity, view)
  const records = useRecords(colors.fields)
  const sheet = useRef<HTMLDivElement>(null)
  const over = useDrop({
    element: sheet,
    accepts: (load) => load.kind === 'column',
    edges: [],
    onDrop: (load) => edits.dropColumn(load.id, columns.length),
  })
  const columns = drawnColumns(design).map((column) =>
    column.name === live?.name ? { ...column, width: live.width } : column,
  )
  const kind = kindOf(view)
  const table = kind === 'table'
  const rows = records.data?.rows ?? []
  const heads = (
    <ol className="b-view-heads" aria-label={t(`design.view.shown.${kind}`)}>
      {columns.map((column, at) => (
        <ColumnHead
          key={column.name}
          column={column}
          at={at}
          count={columns.length}
          table={table}
          onResize={setLive}
        />
      ))}
    </ol>
  )
  const template = `${columns.map(({ width }) => `${width}px`).join(' ')} minmax(48px, 1fr)`
  return (
    <div className="b-view-canvas">
      <div ref={sheet} className="b-view-sheet" data-over={over ?? undefined}>
        <Tools columns={columns} kind={kind} />
        {table ? (
          <div className="b-view-table" style={{ '--columns': template } as React.CSSProperties}>
            {heads}
            <Rows columns={columns} rows={rows} loading={records.isLoading} colorOf={colors.of} />
          </div>
        ) : (
          <>
            {heads}
            <Suspense fallback={null}>
              <Board columns={columns} rows={rows} colorOf={colors.of} />
            </Suspense>
          </>
        )}
        <Foot columns={columns} drawn={records.data} failed={records.isError} />
      </div>
    </div>
  )
}

/** What is done to the column that is selected, or how one begins. */
function Tools({ columns, kind }: { columns: readonly DrawnColumn[]; kind: ViewKind }) {
  const { t } = useWords()
  const { selected, edits } = useViewDesign()
  const at = selected.kind === 'column' ? columns.findIndex(({ name }) => name === selected.field) : -1
  const column = columns[at]
  if (!column) return <p className="b-view-tools">{t(`design.view.shownHint.${kind}`)}</p>
  const places = [...columns.keys(), columns.length].flatMap((place) => {
    if (place === at || place === at + 1) return []
    const beside = columns[place]
    return [
      {
        id: String(place),
        title: beside ? t('design.view.before', { title: beside.title }) : t('design.view.last'),
      },
    ]
  })
  return (
    <div className="b-view-tools">
      <strong className="truncate">{column.title}</strong>
      <MoveTo
        title={column.title}
        destinations={places}
        onMove={(id) => edits.dropColumn(column.name, Number(id))}
      />
      <IconButton
        label={t('design.view.removeColumn', { title: column.title })}
        icon={<Trash2 size={14} />}
        disabled={columns.length === 1}
        onClick={() => edits.removeColumn(column.name)}
      />
      <span className="b-view-tools__keys">{t('design.view.keys')}</span>
    </div>
  )
}
