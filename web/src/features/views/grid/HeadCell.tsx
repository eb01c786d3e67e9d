import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { type Column, type ColumnChange, maxWidth, minWidth } from '../columns.ts'
import { ordersOf, pressed } from '../sorting.ts'
import { ColumnMenu } from './ColumnMenu.tsx'
import type { Edge } from './columnDrag.ts'

interface HeadCellProps {
  column: Column
  left: number | undefined
  only: boolean
  sort: string[]
  onSort: (sort: string[]) => void
  onChange: (change: ColumnChange) => void
}

const step = 24

/** The head of a column: it sorts, is dragged to another place, and its edge to another width. */
export function HeadCell({ column, left, only, sort, onSort, onChange }: HeadCellProps) {
  const { name, title, sortable } = column.field
  const { t } = useTranslation()
  const orders = ordersOf(sort)
  const at = orders.findIndex((order) => order.field === name)
  const direction = at < 0 ? 'none' : orders[at]?.descending ? 'descending' : 'ascending'
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  const cell = useRef<HTMLDivElement>(null)
  const sizing = useRef(false)
  const edge = useColumnDrag(cell, name, sizing, onChange)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    if (!event.altKey || by === 0) return
    event.preventDefault()
    event.stopPropagation()
    if (event.shiftKey) onChange({ do: 'move', field: name, step: by })
    else onChange({ do: 'width', field: name, width: column.width + by * step })
  }
  const end = typeOf(column.field).align === 'end' ? ' v-grid__cell--end' : ''
  return (
    <div
      ref={cell}
      role="columnheader"
      tabIndex={-1}
      className={`v-grid__cell v-grid__cell--head${end}`}
      data-pinned={left === undefined ? undefined : true}
      data-edge={edge}
      style={left === undefined ? undefined : { left }}
      aria-label={title}
      // Only one head may say so; the others say it in words.
      aria-sort={sortable === false ? undefined : at > 0 ? 'none' : direction}
      onKeyDown={onKeyDown}
    >
      {sortable === false ? (
        <span className="truncate">{title}</span>
      ) : (
        <button
          type="button"
          className="v-grid__sort"
          aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight Alt+Shift+ArrowLeft Alt+Shift+ArrowRight"
          onClick={(event) => onSort(pressed(sort, name, event.shiftKey))}
        >
          <span className="truncate">{title}</span>
          {direction !== 'none' && <Arrow size={13} aria-hidden="true" />}
          {at >= 0 && orders.length > 1 && (
            <span className="v-grid__place" aria-hidden="true">
              {at + 1}
            </span>
          )}
          {at > 0 && (
            <span className="sr-only">
              {t('sort.place', { at: at + 1, way: t(`list.${direction as 'ascending'}`) })}
            </span>
          )}
        </button>
      )}
      <ColumnMenu column={column} only={only} onSort={onSort} onChange={onChange} />
      <Sizer
        column={column}
        onBusy={(busy) => {
          sizing.current = busy
        }}
        onWidth={(width) => onChange({ do: 'width', field: name, width })}
      />
    </div>
  )
}

/** Loads what dragging needs after the list is drawn. */
function useColumnDrag(
  cell: React.RefObject<HTMLDivElement | null>,
  field: string,
  sizing: React.RefObject<boolean>,
  onChange: (change: ColumnChange) => void,
): Edge | undefined {
  const [edge, setEdge] = useState<Edge>()
  const change = useRef(onChange)
  useEffect(() => {
    change.current = onChange
  }, [onChange])
  useEffect(() => {
    let end: (() => void) | undefined
    let gone = false
    void import('./columnDrag.ts').then(({ columnDrag }) => {
      if (gone || !cell.current) return
      end = columnDrag({
        element: cell.current,
        field,
        free: () => !sizing.current,
        onEdge: setEdge,
        onDrop: (moved, after) => change.current({ do: 'place', field: moved, beside: field, after }),
      })
    })
    return () => {
      gone = true
      end?.()
    }
  }, [cell, field, sizing])
  return edge
}

interface SizerProps {
  column: Column
  onBusy: (busy: boolean) => void
  onWidth: (width: number) => void
}

/** The edge of a column: a drag moves a line, and the column follows when it ends. Keys do the same at the head. */
function Sizer({ column, onBusy, onWidth }: SizerProps) {
  const from = useRef<number>(undefined)
  const [by, setBy] = useState(0)
  const width = (x: number) => Math.max(minWidth, Math.min(maxWidth, column.width + x - (from.current ?? x)))
  const stop = (event: PointerEvent) => {
    if (from.current === undefined) return
    const next = width(event.clientX)
    from.current = undefined
    setBy(0)
    onBusy(false)
    if (next !== column.width) onWidth(next)
  }
  return (
    <span
      className="v-grid__sizer"
      data-busy={by !== 0 || undefined}
      aria-hidden="true"
      style={{ translate: `${by}px` }}
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = event.clientX
        onBusy(true)
      }}
      onPointerMove={(event) => {
        if (from.current !== undefined) setBy(width(event.clientX) - column.width)
      }}
      onPointerUp={stop}
      onPointerCancel={stop}
    />
  )
}
