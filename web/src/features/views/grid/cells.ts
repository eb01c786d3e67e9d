/** A cell by its place in the loaded rows and the drawn columns. */
export interface Cell {
  row: number
  column: number
}

/** The cell that has the focus, and the one at which its range began. */
export interface Marked {
  active: Cell
  anchor: Cell
}

/** How many cells there are. */
export interface Extent {
  rows: number
  columns: number
  /** Rows that a page key goes. */
  page: number
}

/** Cells from one corner to the other, both within. */
export interface Range {
  top: number
  bottom: number
  left: number
  right: number
}

const steps: { [key: string]: (page: number) => [number, number] } = {
  ArrowUp: () => [-1, 0],
  ArrowDown: () => [1, 0],
  ArrowLeft: () => [0, -1],
  ArrowRight: () => [0, 1],
  PageUp: (page) => [-page, 0],
  PageDown: (page) => [page, 0],
  Home: () => [0, Number.NEGATIVE_INFINITY],
  End: () => [0, Number.POSITIVE_INFINITY],
}

const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at))

/** Where a key leads: with shift the range grows, without there is one cell; null for other keys. */
export function walk(marked: Marked, key: string, shift: boolean, extent: Extent): Marked | null {
  const step = Object.hasOwn(steps, key) ? steps[key]?.(extent.page) : undefined
  if (!step) return null
  const active = {
    row: within(marked.active.row + step[0], extent.rows),
    column: within(marked.active.column + step[1], extent.columns),
  }
  return { active, anchor: shift ? marked.anchor : active }
}

/** The cells between the anchor and the active cell. */
export function rangeOf({ active, anchor }: Marked): Range {
  return {
    top: Math.min(active.row, anchor.row),
    bottom: Math.max(active.row, anchor.row),
    left: Math.min(active.column, anchor.column),
    right: Math.max(active.column, anchor.column),
  }
}

/** Whether a range is more than one cell. */
export function isMany({ top, bottom, left, right }: Range): boolean {
  return top !== bottom || left !== right
}
