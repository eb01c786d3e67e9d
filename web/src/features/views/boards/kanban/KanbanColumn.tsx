import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { Entity, Field, View, WireRecord } from '@mortise/sdk'
import { memo, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { placeIn } from '@/lib/list/placeIn.ts'
import { useNoting } from '@/lib/neighbours.ts'
import type { Column } from '../../columns.ts'
import { colorOf } from '../color.ts'
import type { BoardScope } from '../scope.ts'
import { useWritable } from '../useAccess.ts'
import { Card } from './Card.tsx'
import { ColumnHead } from './ColumnHead.tsx'
import { type BoardColumn, columnKey } from './columns.ts'
import { type Total, useCards } from './useKanban.ts'

interface KanbanColumnProps {
  entity: Entity
  view: View
  field: Field
  column: BoardColumn
  columns: BoardColumn[]
  totals: Total[]
  fields: string[]
  shown: Column[]
  scope: BoardScope
  closed: boolean
  onToggle: (key: string) => void
  onCreate?: (column: BoardColumn) => void
  onMove: (record: WireRecord, to: BoardColumn) => void
  onRefused: (record: WireRecord) => void
}

/** One column of a board; takes cards that are dropped on it. */
export const KanbanColumn = memo(function KanbanColumn(props: KanbanColumnProps) {
  const { entity, view, field, column, columns, totals, fields, shown, scope, closed, onToggle, onCreate } =
    props
  const { onMove, onRefused } = props
  const { t } = useTranslation()
  const id = useId()
  const element = useRef<HTMLElement>(null)
  const { pages, rows } = useCards(entity, column, fields, scope, !closed)
  const ids = useMemo(() => rows.map((row) => row.id), [rows])
  const note = useNoting(entity.name)
  const writable = useWritable(entity, ids, field.name)
  const [line, setLine] = useState<number | null>(null)
  const [refuses, setRefuses] = useState(false)
  const { sort } = scope

  useEffect(() => {
    if (!element.current) return
    const leave = () => {
      setLine(null)
      setRefuses(false)
    }
    return dropTargetForElements({
      element: element.current,
      canDrop: ({ source }) => source.data.kind === 'card' && source.data.entity === entity.name,
      onDragEnter: ({ source }) => {
        const record = source.data.record as WireRecord
        if (columnKey(record[field.name]) === column.key) return
        if (source.data.writable === true) setLine(placeIn(rows, record, sort))
        else setRefuses(true)
      },
      onDragLeave: leave,
      onDrop: ({ source }) => {
        leave()
        const record = source.data.record as WireRecord
        if (columnKey(record[field.name]) === column.key) return
        if (source.data.writable === true) onMove(record, column)
        else onRefused(record)
      },
    })
  }, [entity.name, field.name, column, rows, sort, onMove, onRefused])

  const more = pages.hasNextPage
  return (
    <section
      ref={element}
      className="vb-column"
      data-column={column.key}
      data-closed={closed || undefined}
      onClickCapture={() => note(rows, column.count ?? null)}
      data-over={line !== null || undefined}
      data-refuses={refuses || undefined}
      aria-labelledby={id}
    >
      <ColumnHead
        id={id}
        field={field}
        column={column}
        totals={totals}
        closed={closed}
        onToggle={() => onToggle(column.key)}
        onCreate={onCreate && (() => onCreate(column))}
      />
      {!closed && (
        <ul className="vb-cards" aria-labelledby={id} aria-busy={pages.isPending}>
          {rows.map((record, at) => (
            <Slot key={record.id} line={line === at}>
              <Card
                entity={entity}
                record={record}
                fields={shown}
                group={field.name}
                here={column}
                columns={columns}
                color={colorOf(view, record)}
                writable={writable(record.id)}
                onMove={onMove}
              />
            </Slot>
          ))}
          {line !== null && line >= rows.length && <li className="vb-insert" aria-hidden="true" />}
          {pages.isPending && column.count !== 0 && <CardLoading />}
          {pages.isError && (
            <li className="vb-column__note" role="alert">
              {pages.error.message}
              <Button onClick={() => pages.refetch()}>{t('action.retry')}</Button>
            </li>
          )}
          {!pages.isPending && !pages.isError && rows.length === 0 && line === null && (
            <li className="vb-column__note">{t('board.noCards')}</li>
          )}
          {more && (
            <li className="vb-column__more">
              <Button look="ghost" busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                {t('board.more')}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
})

function Slot({ line, children }: { line: boolean; children: React.ReactNode }) {
  return (
    <>
      {line && <li className="vb-insert" aria-hidden="true" />}
      {children}
    </>
  )
}

function CardLoading() {
  return (
    <>
      {[120, 90, 140].map((width) => (
        <li key={width} className="vb-card" aria-hidden="true">
          <Skeleton width={width} />
          <Skeleton width="70%" height={10} />
        </li>
      ))}
    </>
  )
}
