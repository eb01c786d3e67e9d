import type { Entity, View, WireRecord } from '@mortise/sdk'
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import {
  lazy,
  type MouseEvent,
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react'
import { usePrinting } from '@/lib/usePrinting.ts'
import { type Column, type ColumnChange, pinOffsets } from '../columns.ts'
import { mostPrinted } from '../printed.ts'
import type { Selection } from '../useSelection.ts'
import { isMany } from './cells.ts'
import { colorsOf } from './colors.ts'
import { GridHead } from './GridHead.tsx'
import { GridRow } from './GridRow.tsx'
import type { Groups } from './groups/groups.ts'
import { useGroupKeys } from './groups/useGroupKeys.ts'
import { useCellEdit } from './useCellEdit.ts'
import { cellAt, useCells } from './useCells.ts'
import { useCellWrites } from './useCellWrites.ts'
import { useClipboard } from './useClipboard.ts'
import { useGridKeys } from './useGridKeys.ts'
import './grid.css'

const CellEditor = lazy(() => import('./CellEditor.tsx'))
const PasteDialog = lazy(() => import('./PasteDialog.tsx'))

/** Height of a row, and width of the column of boxes, in CSS pixels. */
export const rowHeight = 36
const tickWidth = 44

const printedRange = ({ count }: Range) => Array.from({ length: Math.min(count, mostPrinted) }, (_, at) => at)

export interface GridProps {
  entity: Entity
  view: View
  label: string
  columns: Column[]
  rows: WireRecord[]
  total: number | null
  selection: Selection
  sort: string[]
  onSort: (sort: string[]) => void
  onColumn: (change: ColumnChange) => void
  onOpen: (record: WireRecord) => void
  onNearEnd: () => void
  more: boolean
  stale: boolean
  /** Is told the last row that can be seen. */
  seen?: RefObject<number>
  /** Given when the rows are in groups. */
  groups?: Groups
}

/** A list of records: rows are made only while they can be seen. */
export function Grid(props: GridProps) {
  const { entity, view, label, columns, rows, total, selection, onOpen, onNearEnd, more, stale, groups } =
    props
  const scroller = useRef<HTMLDivElement>(null)
  const printing = usePrinting()
  const virtual = useVirtualizer({
    count: groups?.lines.length ?? rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    rangeExtractor: printing ? printedRange : defaultRangeExtractor,
    initialRect: { width: 1200, height: 720 },
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  if (props.seen) props.seen.current = virtual.range?.endIndex ?? last
  const lefts = useMemo(() => pinOffsets(columns, tickWidth), [columns])
  const colorAt = useMemo(() => colorsOf(view), [view])
  const opening = Math.max(
    0,
    columns.findIndex((column) => column.field.name === entity.label),
  )
  const { marked, range, mark, moving, handlers } = useCells()
  const { active } = marked
  const many = isMany(range)
  const writes = useCellWrites(entity, rows)
  const { editing, edit, save, cancel } = useCellEdit(entity, rows, columns, writes)
  const clipboard = useClipboard(entity, rows, columns, range, writes)
  const onGridKey = useGridKeys({
    rows,
    columns: columns.length,
    page: 18,
    opening,
    marked,
    mark,
    selection,
    onOpen,
    onEdit: edit,
    onClear: clipboard.clear,
  })

  const lineOf = useMemo(() => {
    if (!groups) return (row: number) => row
    const places = groups.lines.flatMap((line, at) => (line.is === 'row' ? [at] : []))
    return (row: number) => places[row] ?? 0
  }, [groups])
  const onGroupKey = useGroupKeys({
    groups,
    lineOf,
    onCell: (cell) => mark({ active: cell, anchor: cell }),
    onHead: (line) => {
      virtual.scrollToIndex(line, { align: 'auto' })
      requestAnimationFrame(() =>
        scroller.current?.querySelector<HTMLElement>(`[data-line="${line}"]`)?.focus({ preventScroll: true }),
      )
    },
  })
  const stuck = groups?.lines[virtual.range?.startIndex ?? 0]

  const lines = useRef(lineOf)
  lines.current = lineOf
  useEffect(() => {
    if (more && !printing && last >= rows.length - 30) onNearEnd()
  }, [more, printing, last, rows.length, onNearEnd])

  useEffect(() => {
    if (moving === 0) return
    virtual.scrollToIndex(lines.current(active.row), { align: 'auto' })
    const frame = requestAnimationFrame(() => {
      const cell = scroller.current?.querySelector<HTMLElement>(
        `[data-cell="${active.row}:${active.column}"]`,
      )
      cell?.focus({ preventScroll: true })
      cell?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
    })
    return () => cancelAnimationFrame(frame)
  }, [moving, active, virtual])

  const ids = useRef(selection.ids)
  ids.current = selection.ids
  const lastTicked = useRef<string>(undefined)
  const { toggle, set } = selection
  const onToggle = useCallback(
    (id: string, extend: boolean) => {
      const from = rows.findIndex((row) => row.id === lastTicked.current)
      const to = rows.findIndex((row) => row.id === id)
      if (extend && from >= 0) {
        const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1)
        set([...ids.current, ...between.map((row) => row.id)])
      } else toggle(id)
      lastTicked.current = id
    },
    [rows, toggle, set],
  )

  const onClick = (event: MouseEvent) => {
    const cell = cellAt(event.target)
    const record = cell && rows[cell.row]
    if (record && cell.column === opening && !many && !event.shiftKey) onOpen(record)
  }
  const onDoubleClick = (event: MouseEvent) => {
    const cell = cellAt(event.target)
    if (cell && cell.column !== opening) void edit(cell)
  }

  const template = `${tickWidth}px ${columns.map((column) => `${column.width}px`).join(' ')} minmax(0, 1fr)`
  const onPaper = columns.map((column) => `minmax(0, ${column.width}fr)`).join(' ')
  const place = () => {
    const column = editing?.cell.column ?? 0
    const before = columns.slice(0, column).reduce((sum, one) => sum + one.width, tickWidth)
    const left = lefts[column] === undefined ? before : before + (scroller.current?.scrollLeft ?? 0)
    return { top: lineOf(editing?.cell.row ?? 0) * rowHeight, left, width: columns[column]?.width ?? 0 }
  }
  const back = (row: number, column: number) => {
    const to = {
      row: Math.max(0, Math.min(rows.length - 1, row)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    }
    mark({ active: to, anchor: to })
  }
  return (
    <div ref={scroller} className="v-grid" data-stale={stale || undefined}>
      <div
        role="grid"
        tabIndex={-1}
        aria-label={label}
        aria-rowcount={(total ?? rows.length) + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable="true"
        aria-busy={stale}
        className="v-grid__sheet"
        style={{ '--columns': template, '--on-paper': onPaper } as React.CSSProperties}
        onKeyDown={(event) => onGroupKey(event) || onGridKey(event)}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onCopy={editing ? undefined : clipboard.onCopy}
        onPaste={editing ? undefined : clipboard.onPaste}
        {...handlers}
      >
        <GridHead {...props} lefts={lefts} />
        <div role="rowgroup" className="v-grid__body" style={{ height: virtual.getTotalSize() }}>
          {groups && stuck && stuck.is !== 'head' && (
            <div className="v-group-stuck" aria-hidden="true">
              <div className="v-group-line">{groups.head(stuck.group)}</div>
            </div>
          )}
          <div role="presentation" className="v-grid__window" style={{ top: items[0]?.start ?? 0 }}>
            {items.map((item) => {
              const line = groups?.lines[item.index]
              if (groups && line && line.is !== 'row') {
                return (
                  <div
                    key={`${line.is}:${line.group.key}`}
                    role="row"
                    tabIndex={-1}
                    aria-rowindex={item.index + 2}
                    className={line.is === 'head' ? 'v-group-line' : undefined}
                  >
                    <div role="gridcell" tabIndex={-1} aria-colspan={columns.length + 1}>
                      {line.is === 'head' ? groups.head(line.group, item.index) : groups.more(line.group)}
                    </div>
                  </div>
                )
              }
              const index = line?.is === 'row' ? line.row : item.index
              const record = rows[index]
              const inRange = many && index >= range.top && index <= range.bottom
              return (
                record && (
                  <GridRow
                    key={record.id}
                    entity={entity}
                    record={record}
                    index={index}
                    line={item.index}
                    columns={columns}
                    lefts={lefts}
                    selected={selection.ids.has(record.id)}
                    color={colorAt?.(record)}
                    opening={opening}
                    activeColumn={active.row === index ? active.column : -1}
                    from={inRange ? range.left : -1}
                    to={inRange ? range.right : -1}
                    onToggle={onToggle}
                  />
                )
              )
            })}
          </div>
          {editing && (
            <Suspense fallback={null}>
              <CellEditor
                key={`${editing.id}:${editing.field.name}:${editing.problem}`}
                field={editing.field}
                value={editing.value}
                problem={editing.problem}
                place={place()}
                onDone={(value, step) => {
                  const { row, column } = editing.cell
                  void save(value)
                  if (step === 'down') back(row + 1, column)
                  else if (step === 'right') back(row, column + 1)
                  else if (step === 'left') back(row, column - 1)
                  else if (step === 'stay') back(row, column)
                }}
                onCancel={() => {
                  cancel()
                  back(editing.cell.row, editing.cell.column)
                }}
              />
            </Suspense>
          )}
        </div>
      </div>
      {clipboard.pasting && (
        <Suspense fallback={null}>
          <PasteDialog
            pasting={clipboard.pasting}
            onApply={() => clipboard.pasting && clipboard.apply(clipboard.pasting)}
            onClose={() => {
              clipboard.cancel()
              mark(marked)
            }}
          />
        </Suspense>
      )}
    </div>
  )
}
