import { type FocusEvent, type MouseEvent, useCallback, useMemo, useRef, useState } from 'react'
import { type Cell, type Marked, rangeOf } from './cells.ts'

/** The cell that an event came from. */
export function cellAt(target: EventTarget | null): Cell | null {
  const place =
    target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset.cell : undefined
  const [row, column] = place?.split(':').map(Number) ?? []
  return row === undefined || column === undefined ? null : { row, column }
}

/** Which cells are marked, by mouse and focus. moving counts the times that the focus must follow. */
export function useCells() {
  const [marked, setMarked] = useState<Marked>({
    active: { row: 0, column: 0 },
    anchor: { row: 0, column: 0 },
  })
  const [moving, setMoving] = useState(0)
  const pressed = useRef(false)

  const mark = useCallback((next: Marked) => {
    setMarked(next)
    setMoving((count) => count + 1)
  }, [])
  const extend = useCallback((active: Cell) => setMarked((now) => ({ active, anchor: now.anchor })), [])

  const handlers = useMemo(
    () => ({
      onMouseDown: (event: MouseEvent) => {
        const cell = cellAt(event.target)
        if (!cell || event.button !== 0) return
        pressed.current = true
        if (event.shiftKey) extend(cell)
        else setMarked({ active: cell, anchor: cell })
      },
      onMouseOver: (event: MouseEvent) => {
        const cell = cellAt(event.target)
        if (event.buttons !== 1) pressed.current = false
        if (cell && pressed.current) extend(cell)
      },
      onMouseUp: () => {
        if (pressed.current) setMoving((count) => count + 1)
        pressed.current = false
      },
      onFocus: (event: FocusEvent) => {
        const cell = cellAt(event.target)
        if (!cell || pressed.current) return
        setMarked((now) =>
          now.active.row === cell.row && now.active.column === cell.column
            ? now
            : { active: cell, anchor: cell },
        )
      },
    }),
    [extend],
  )
  const range = useMemo(() => rangeOf(marked), [marked])
  return { marked, range, mark, moving, handlers }
}
