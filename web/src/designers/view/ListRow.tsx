import { GripVertical, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { IconButton } from '@/components/Button.tsx'
import { announce } from '../core/announce.tsx'
import { DropLine, useDrag, useDrop } from '../core/drag.tsx'
import { MoveTo } from '../core/MoveTo.tsx'
import { useWords } from '../core/useBench.ts'

interface ListRowProps {
  /** Of one list; rows of others are not taken. */
  kind: string
  /** What the rows of the list are called, in their order. */
  titles: readonly string[]
  at: number
  onMove: (from: number, to: number) => void
  onRemove: () => void
  children: ReactNode
  /** Stands below the row, over its whole width. */
  below?: ReactNode
}

/** A row of a list of which the order counts: dragged by its handle, moved by keys or by menu, taken away. */
export function ListRow({ kind, titles, at, onMove, onRemove, children, below }: ListRowProps) {
  const { t } = useWords()
  const row = useRef<HTMLLIElement>(null)
  const grip = useRef<HTMLSpanElement>(null)
  const [title, count] = [titles[at] ?? '', titles.length]
  const dragged = useDrag({ element: row, handle: grip, load: { kind, id: String(at), at } })
  const focus = (place: number) => {
    const list = row.current?.parentElement
    requestAnimationFrame(() =>
      list?.querySelectorAll<HTMLElement>('.b-view-rows__grip')[Math.max(0, place)]?.focus(),
    )
  }
  const move = (from: number, to: number) => {
    if (to < 0 || to >= count || from === to) return
    onMove(from, to)
    focus(to)
    announce(t('design.core.movedTo', { title: titles[from] ?? '', at: to + 1, count }))
  }
  const over = useDrop({
    element: row,
    accepts: (load) => load.kind === kind && load.at !== at,
    edges: ['top', 'bottom'],
    onDrop: (load, edge) => {
      const [from, to] = [Number(load.at), edge === 'bottom' ? at + 1 : at]
      move(from, from < to ? to - 1 : to)
    },
  })
  const remove = () => {
    onRemove()
    focus(Math.min(at, count - 2))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step !== 0 && event.altKey) move(at, at + step)
    else if (step !== 0) focus(at + step)
    else if (event.key === 'Delete' || event.key === 'Backspace') remove()
    else return
    event.preventDefault()
  }
  const places = titles.flatMap((other, place) =>
    place === at ? [] : [{ id: String(place), title: t('design.view.nth', { at: place + 1, title: other }) }],
  )
  return (
    <li ref={row} data-dragged={dragged || undefined}>
      <DropLine over={over} />
      <span
        ref={grip}
        role="button"
        tabIndex={0}
        className="b-view-rows__grip"
        aria-label={t('design.view.grip', { title })}
        onKeyDown={onKeyDown}
      >
        <GripVertical size={13} aria-hidden="true" />
      </span>
      <div className="b-view-rows__body">{children}</div>
      {count > 1 && <MoveTo title={title} destinations={places} onMove={(id) => move(at, Number(id))} />}
      <IconButton label={t('design.view.takeAway', { title })} icon={<X size={14} />} onClick={remove} />
      {below && <div className="b-view-rows__below">{below}</div>}
    </li>
  )
}
