import type { WireRecord } from '@mortise/sdk'
import { type KeyboardEvent, useCallback, useState } from 'react'

/** The cell that has the focus: row -1 is the head. */
export interface Cell {
  row: number
  column: number
}

interface GridKeys {
  rows: WireRecord[]
  columns: number
  page: number
  onOpen: (record: WireRecord) => void
  onToggle: (id: string) => void
}

function moved(cell: Cell, key: string, page: number): Cell | null {
  switch (key) {
    case 'ArrowUp':
      return { ...cell, row: cell.row - 1 }
    case 'ArrowDown':
      return { ...cell, row: cell.row + 1 }
    case 'ArrowLeft':
      return { ...cell, column: cell.column - 1 }
    case 'ArrowRight':
      return { ...cell, column: cell.column + 1 }
    case 'PageUp':
      return { ...cell, row: cell.row - page }
    case 'PageDown':
      return { ...cell, row: cell.row + page }
    case 'Home':
      return { ...cell, column: 0 }
    case 'End':
      return { ...cell, column: Number.MAX_SAFE_INTEGER }
    default:
      return null
  }
}

/** Walks a grid with arrows, opens with Enter, ticks with Space. */
export function useGridKeys({ rows, columns, page, onOpen, onToggle }: GridKeys) {
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 })
  const [moving, setMoving] = useState(0)

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing || event.metaKey || event.ctrlKey || event.altKey) return
      const record = rows[active.row]
      if (event.key === 'Enter' && record) {
        event.preventDefault()
        onOpen(record)
        return
      }
      if (event.key === ' ' && record) {
        event.preventDefault()
        onToggle(record.id)
        return
      }
      const next = moved(active, event.key, page)
      if (!next) return
      event.preventDefault()
      setActive({
        row: Math.max(0, Math.min(rows.length - 1, next.row)),
        column: Math.max(0, Math.min(columns - 1, next.column)),
      })
      setMoving((count) => count + 1)
    },
    [rows, active, columns, page, onOpen, onToggle],
  )

  return { active, setActive, onKeyDown, moving }
}
