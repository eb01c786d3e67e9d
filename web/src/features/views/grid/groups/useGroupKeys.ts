import type { KeyboardEvent } from 'react'
import type { Cell } from '../cells.ts'
import { cellAt } from '../useCells.ts'
import type { Groups } from './groups.ts'

interface GroupKeys {
  groups: Groups | undefined
  lineOf: (row: number) => number
  /** Gives the focus to a cell. */
  onCell: (cell: Cell) => void
  /** Gives the focus to the head at a line. */
  onHead: (line: number) => void
}

/** The keys of group heads, and the way from cells to them; tells whether it took the key. */
export function useGroupKeys({ groups, lineOf, onCell, onHead }: GroupKeys) {
  return (event: KeyboardEvent): boolean => {
    if (!groups || event.shiftKey || event.altKey || event.metaKey || event.ctrlKey) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const cell = cellAt(event.target)
    const at = cell ? lineOf(cell.row) : Number((event.target as HTMLElement).dataset.line ?? Number.NaN)
    const line = groups.lines[at]
    if (!line) return false
    const next = groups.lines.findIndex(({ is }, index) => (step > 0 ? index > at && is !== 'more' : false))
    const before = groups.lines.findLastIndex(({ is }, index) => index < at && is !== 'more')
    const to = step > 0 ? next : step < 0 ? before : -1
    const target = groups.lines[to]
    const taken = () => {
      event.preventDefault()
      event.stopPropagation()
      return true
    }
    if (cell) {
      if (target?.is === 'head') onHead(to)
      else if (event.key === 'ArrowLeft' && cell.column === 0) {
        groups.toggle(line.group.key)
        onHead(groups.lines.findIndex((one) => one.is === 'head' && one.group === line.group))
      } else return false
      return taken()
    }
    const open = groups.isOpen(line.group.key)
    if (event.key === 'ArrowRight' && !open) groups.toggle(line.group.key)
    else if (event.key === 'ArrowLeft' && open) groups.toggle(line.group.key)
    else if (target?.is === 'row') onCell({ row: target.row, column: 0 })
    else if (target?.is === 'head') onHead(to)
    else return false
    return taken()
  }
}
