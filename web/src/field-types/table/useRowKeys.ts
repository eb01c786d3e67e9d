import type { ClipboardEvent, KeyboardEvent } from 'react'
import { readTsv } from '@/lib/tsv.ts'
import type { TableModel } from './useTable.ts'

/** Inputs that need the keys themselves: they open lists, or hold several lines. */
const ownKeys = '.ant-select, .ant-picker, textarea, [contenteditable=true], button'

/** Everything that Tab stops at. */
const stops =
  'input:enabled, textarea:enabled, button:enabled, select:enabled, a[href], [contenteditable=true], [tabindex="0"]'

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
  into(cell?.querySelector<HTMLElement>(inputs))
}

function stopsOf(line: Element | null): HTMLElement[] {
  const found = line?.querySelectorAll<HTMLElement>('td[data-column]') ?? []
  return [...found]
    .flatMap((cell) => [...cell.querySelectorAll<HTMLElement>(stops)])
    .filter((one) => one.tabIndex >= 0 && one.checkVisibility())
}

/** Where Tab goes from a cell, other than by itself: below the last row, or past the tools of the row above. */
function tabbed(line: HTMLElement, target: EventTarget, back: boolean): 'below' | HTMLElement | undefined {
  const own = stopsOf(line)
  if (back) return target === own[0] ? stopsOf(line.previousElementSibling).at(-1) : undefined
  return target === own.at(-1) && !line.nextElementSibling ? 'below' : undefined
}

/** The nearest cell with an input beside one, where the caret stands at that edge of it. */
function beside(target: EventTarget, by: -1 | 1): HTMLElement | undefined {
  const element = target as HTMLElement
  if (!atEdge(element, by)) return undefined
  let cell: Element | null | undefined = element.closest('td[data-column]')
  do cell = by < 0 ? cell?.previousElementSibling : cell?.nextElementSibling
  while (cell?.matches('td') && !(cell.matches('[data-column]') && cell.querySelector(inputs)))
  return cell?.querySelector<HTMLElement>(inputs) ?? undefined
}

function atEdge(element: HTMLElement, by: -1 | 1): boolean {
  if (element.matches('[role=switch], [type=checkbox]')) return true
  if (element.closest('.ant-select-open, .ant-picker') || !isText(element)) return false
  const { selectionStart, selectionEnd, value } = element
  if (selectionStart === null) return false
  const [from, to] = [selectionStart, selectionEnd ?? selectionStart]
  // A cell that was gone to is marked whole.
  return (from === 0 && to === value.length) || (from === to && from === (by < 0 ? 0 : value.length))
}

function isText(element: HTMLElement): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
}

function into(input: HTMLElement | null | undefined): void {
  input?.focus()
  if (input instanceof HTMLInputElement) input.select()
}

/**
 * The keys of a table: arrows go through its cells, Enter down and adds a row below the last, Tab after
 * the last cell; Alt moves a row, Ctrl+D duplicates it, Ctrl+Delete removes it. What a spreadsheet has copied fills the cells from here on.
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
    const mod = event.ctrlKey || event.metaKey
    if (mod && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'd')
      return handle(() => model.duplicate(row))
    if (event.altKey && by !== 0) return handle(() => model.move(row, by))
    if (mod || event.altKey) return
    if (event.key === 'Tab') {
      const to = tabbed(line, event.target, event.shiftKey)
      if (to instanceof HTMLElement) handle(() => into(to))
      // A row with nothing in it is left, so that one gets out of the table.
      else if (to && model.mayAdd && data && !model.isBlank(data)) handle(model.add)
      return
    }
    const sideways = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : undefined
    if (sideways && !event.shiftKey) {
      const to = beside(event.target, sideways)
      return to && handle(() => into(to))
    }
    if ((event.target as Element).closest(ownKeys)) return
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
