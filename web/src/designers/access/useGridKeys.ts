import { type KeyboardEvent, useRef } from 'react'

const steps: { [key: string]: readonly [row: number, column: number] } = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Walks the cells of a grid with the arrows: cells carry data-at="row:column". */
export function useGridKeys() {
  const grid = useRef<HTMLTableElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    const at = (event.target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset.at
    if (!step || !at || event.altKey || event.ctrlKey || event.metaKey || !grid.current) return
    // A menu that is open walks its own entries.
    if ((event.target as HTMLElement).closest('.m-popover')) return
    const [row = 0, column = 0] = at.split(':').map(Number)
    const next = grid.current.querySelector<HTMLElement>(`[data-at="${row + step[0]}:${column + step[1]}"]`)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return { grid, onKeyDown }
}
