import type { WireRecord } from '@mortise/sdk'
import { type KeyboardEvent, useCallback } from 'react'
import type { Selection } from '../useSelection.ts'
import { type Cell, type Marked, walk } from './cells.ts'
import { cellAt } from './useCells.ts'

interface GridKeys {
  rows: WireRecord[]
  columns: number
  page: number
  /** The column whose cells open the record. */
  opening: number
  marked: Marked
  mark: (marked: Marked) => void
  selection: Selection
  onOpen: (record: WireRecord) => void
  onEdit: (cell: Cell, key?: string) => void
  onClear: () => void
}

/** The keys of a grid's cells: docs of them stand in the footer and in the help. */
export function useGridKeys(grid: GridKeys) {
  const { rows, columns, page, opening, marked, mark, selection, onOpen, onEdit, onClear } = grid
  return useCallback(
    (event: KeyboardEvent) => {
      const { key, shiftKey } = event
      if (event.nativeEvent.isComposing || event.altKey || !cellAt(event.target)) return
      const { active, anchor } = marked
      const record = rows[active.row]
      if (!record) return
      const command = event.metaKey || event.ctrlKey
      const tick = () => {
        const [from, to] = [Math.min(active.row, anchor.row), Math.max(active.row, anchor.row)]
        const ids = rows.slice(from, to + 1).map((row) => row.id)
        if (!shiftKey) selection.toggle(record.id)
        else selection.set([...selection.ids, ...ids])
      }
      const plain: { [key: string]: () => void } = {
        Enter: () => (active.column === opening || command ? onOpen(record) : onEdit(active)),
        F2: () => onEdit(active),
        Delete: onClear,
        Backspace: onClear,
        ' ': tick,
      }
      const perform = Object.hasOwn(plain, key) ? plain[key] : undefined
      const next = walk(marked, key, shiftKey, { rows: rows.length, columns, page })
      if (command && key === 'a') selection.set(rows.map((row) => row.id))
      else if (command && key !== 'Enter') return
      else if (perform) perform()
      else if (next) mark(next)
      else if (key.length === 1) onEdit(active, key)
      else return
      event.preventDefault()
      // A key that works in a cell is no shortcut of the page.
      event.stopPropagation()
    },
    [rows, columns, page, opening, marked, mark, selection, onOpen, onEdit, onClear],
  )
}
