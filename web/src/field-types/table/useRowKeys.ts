import type { ClipboardEvent, KeyboardEvent } from 'react'
import { readTsv } from '@/lib/tsv.ts'
import type { TableModel } from './useTable.ts'

/** Inputs that need the keys themselves: they open lists, or hold several lines. */
const ownKeys = '.ant-select, .ant-picker, textarea, [contenteditable=true], button'

const inputs = 'input, textarea, [contenteditable=true], [tabindex="0"]'

/** Where in the table something happened; undefined outside of its cells. */
function placeOf(target: EventTarget): { line: HTMLElement; row: number; column: string } | undefined {
  const cell = (target as Element).closest<HTMLElement>('td[data-column]')
  const line = cell?.closest<HTMLElement>('tr')
  if (!cell || !line) return undefined
  return { line, row: Number(line.dataset.row), column: cell.dataset.column ?? '' }
}

function enter(line: Element | null | undefined, column: string): void {
  const cells = line?.querySelectorAll<HTMLElement>('td[data-column]') ?? []
  const cell = [...cells].find((one) => one.dataset.column === column)
  const input = cell?.querySelector<HTMLElement>(inputs)
  input?.focus()
  if (input instanceof HTMLInputElement) input.select()
}

/**
 * The keys of a table: up and down go through a column, Enter too and adds a row below the last,
 * Alt moves a row, Ctrl+Delete removes it. What a spreadsheet has copied fills the cells from here on.
 */
export function useRowKeys(model: TableModel) {
  const onKeyDownCapture = (event: KeyboardEvent) => {
    const place = placeOf(event.target)
    if (!place || event.nativeEvent.isComposing) return
    const { line, row, column } = place
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    const handle = (act: () => void) => {
      event.preventDefault()
      event.stopPropagation()
      act()
    }
    const data = model.rows[row]
    const removes =
      (event.ctrlKey || event.metaKey) &&
      (event.key === 'Delete' || (event.key === 'Backspace' && event.metaKey))
    if (removes && data && model.mayRemove(data)) {
      const next = line.nextElementSibling ?? line.previousElementSibling
      return handle(() => {
        if (next) enter(next, column)
        else line.closest('.f-table')?.querySelector<HTMLElement>('.f-table__add')?.focus()
        model.remove(row)
      })
    }
    if (event.altKey && by !== 0) return handle(() => model.move(row, by))
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest(ownKeys)) return
    if (by !== 0)
      return handle(() => enter(by < 0 ? line.previousElementSibling : line.nextElementSibling, column))
    if (event.key !== 'Enter' || event.shiftKey) return
    handle(() => {
      if (line.nextElementSibling) enter(line.nextElementSibling, column)
      else if (model.mayAdd) model.add()
    })
  }
  const onPasteCapture = (event: ClipboardEvent) => {
    const place = placeOf(event.target)
    const text = event.clipboardData.getData('text/plain')
    // One cell, or lines for a text that holds them, is pasted as into any input.
    if (!place || !/[\t\n]/.test(text.trimEnd()) || (event.target as Element).closest('textarea')) return
    event.preventDefault()
    event.stopPropagation()
    model.paste(readTsv(text), place.row, place.column)
  }
  return { onKeyDownCapture, onPasteCapture }
}
