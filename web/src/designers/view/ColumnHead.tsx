import { Pin } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { fieldType, typeOf } from '@/field-types/registry.ts'
import { DropLine, type Load, useDrag, useDrop } from '../core/drag.tsx'
import { useWords } from '../core/useBench.ts'
import type { DrawnColumn } from './columns.ts'
import { narrowest, widest } from './commands.ts'
import { focusColumn, useViewDesign } from './design.ts'

interface ColumnHeadProps {
  column: DrawnColumn
  at: number
  count: number
  /** It stands above its values, and can be made wider there. */
  table: boolean
  /** Is told how wide the column is drawn while it is made wider. */
  onResize: (live: { name: string; width: number } | undefined) => void
}

const steps: { [key: string]: -1 | 1 } = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }

/** The head of a column, by which it is moved. */
export function ColumnHead({ column, at, count, table, onResize }: ColumnHeadProps) {
  const { t } = useWords()
  const { view, selected, select, edits, titleOf } = useViewDesign()
  const { name, title, field, pinned } = column
  const head = useRef<HTMLLIElement>(null)
  const node = useRef<HTMLSpanElement>(null)
  const chosen = selected.kind === 'column' && selected.field === name
  const dragged = useDrag({ element: head, handle: node, load: { kind: 'column', id: name } })
  const over = useDrop({
    element: head,
    accepts: (load) => load.kind === 'column' && load.id !== name,
    edges: ['left', 'right'],
    onDrop: (load: Load, edge) => edits.dropColumn(load.id, edge === 'right' ? at + 1 : at),
  })
  const names = () => [...(head.current?.parentElement?.querySelectorAll<HTMLElement>('[data-node]') ?? [])]
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step && event.altKey) edits.stepColumn(name, step)
    else if (step && !event.ctrlKey && !event.metaKey) names()[at + step]?.focus()
    else if (event.key === 'Home') names()[0]?.focus()
    else if (event.key === 'End') names().at(-1)?.focus()
    else if (event.key === 'Delete' || event.key === 'Backspace') edits.removeColumn(name)
    else if (event.key === 'Escape') select({ kind: 'view' })
    else if (event.key === 'Enter' || event.key === ' ') select({ kind: 'column', field: name })
    else return
    event.preventDefault()
  }
  const Icon = field ? fieldType(field.computed ?? field.type).icon : undefined
  const first = selected.kind !== 'column' && at === 0
  return (
    <li
      ref={head}
      className="b-view-column"
      data-column={name}
      data-selected={chosen || undefined}
      data-dragged={dragged || undefined}
      data-end={(table && field && typeOf(field).align === 'end') || undefined}
    >
      <DropLine over={over} />
      <span
        ref={node}
        role="button"
        tabIndex={chosen || first ? 0 : -1}
        className="b-view-column__node"
        data-node={`column:${name}`}
        aria-pressed={chosen}
        aria-label={t(pinned ? 'design.view.columnPinned' : 'design.view.column', {
          title,
          at: at + 1,
          count,
        })}
        onClick={() => {
          select({ kind: 'column', field: name })
          focusColumn(name)
        }}
        onFocus={() => select({ kind: 'column', field: name })}
        onKeyDown={onKeyDown}
      >
        {Icon && <Icon size={14} aria-hidden="true" />}
        <span className="truncate">{field ? titleOf(name) : t('design.view.unknown', { name })}</span>
        {pinned && <Pin size={12} aria-hidden="true" />}
        <Sorted name={name} sort={view.sort} />
      </span>
      {table && <Resizer column={column} onResize={onResize} />}
    </li>
  )
}

/** The direction in which the list is sorted by a column. */
function Sorted({ name, sort }: { name: string; sort: unknown }) {
  const key = Array.isArray(sort) ? sort.find((one) => one === name || one === `-${name}`) : undefined
  if (!key) return null
  return <span aria-hidden="true">{key === name ? '↑' : '↓'}</span>
}

/** The edge of a column, by which it is made wider. Its width can also be typed, in its properties. */
function Resizer({ column, onResize }: Pick<ColumnHeadProps, 'column' | 'onResize'>) {
  const { edits } = useViewDesign()
  const from = useRef<{ x: number; width: number }>(null)
  const widthAt = (event: PointerEvent) => {
    if (!from.current) return undefined
    return Math.max(narrowest, Math.min(widest, from.current.width + event.clientX - from.current.x))
  }
  const onPointerUp = (event: PointerEvent) => {
    const width = widthAt(event)
    const before = from.current?.width
    from.current = null
    onResize(undefined)
    if (width !== undefined && width !== before) edits.setWidth(column.name, width)
  }
  return (
    <span
      className="b-view-column__edge"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.preventDefault()
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width: column.width }
      }}
      onPointerMove={(event) => {
        const width = widthAt(event)
        if (width !== undefined) onResize({ name: column.name, width })
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        from.current = null
        onResize(undefined)
      }}
    />
  )
}
