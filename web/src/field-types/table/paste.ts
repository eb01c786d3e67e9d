import type { Field, WireRecord } from '@mortise/sdk'
import { isRedacted } from '@/lib/definition.ts'
import type { Parsed } from '../parse.ts'
import { typeOf } from '../registry.ts'
import { newRow, withCell } from './rows.ts'
import type { Row } from './wire.ts'

/** Why a text could not be put into a cell. */
export type Reason = Extract<Parsed, { slip: string }>['slip'] | 'fixed' | 'noPaste' | 'noRoom'

/** A text that was left out of a paste; of one that is beyond the columns, column is not given. */
export interface LeftOut {
  /** Place of the row, from 0. */
  row: number
  column?: Field
  text: string
  reason: Reason
}

/** What a paste has made of the rows. */
interface Pasted {
  rows: Row[]
  left: LeftOut[]
  /** The cells that were given a value. */
  filled: { row: number; column: string }[]
}

/** Where a paste begins, and what may be written. */
interface Target {
  rows: Row[]
  columns: Field[]
  /** Place of the first cell. */
  row: number
  column: number
  /** Most rows that there may be; fewer where none may be added. */
  most: number
}

/** Whether a cell may not be written. */
export function isFixed(column: Field, row: Row): boolean {
  return Boolean(column.readOnly) || (row.id !== undefined && isRedacted(row as WireRecord, column.name))
}

/** The rows with texts put into the cells from one on, rows added for what is below; what was left out and which cells were filled. */
export function withPaste(texts: string[][], target: Target): Pasted {
  const { columns, most } = target
  const rows = [...target.rows]
  const left: LeftOut[] = []
  const filled: Pasted['filled'] = []
  let at = target.row
  for (const line of texts) {
    if (at >= rows.length && rows.length >= most) {
      left.push({ row: at, text: line.join(' '), reason: 'noRoom' })
      continue
    }
    let row = rows[at] ?? newRow(columns)
    // A line of which nothing can be taken makes no row.
    let taken = at < rows.length
    for (const [right, text] of line.entries()) {
      const column = columns[target.column + right]
      const value = cellValue(column, row, text)
      if (!value) continue
      if ('reason' in value) left.push({ row: at, column, text, reason: value.reason })
      else if (column) {
        row = withCell(row, column, value.value)
        filled.push({ row: at, column: column.name })
        taken = true
      }
    }
    if (!taken) continue
    rows[at] = row
    at++
  }
  return { rows, left, filled }
}

/** What a cell is given, or why it is not; undefined for an empty text that would clear what no paste can fill. */
function cellValue(
  column: Field | undefined,
  row: Row,
  text: string,
): { value: unknown } | { reason: Reason } | undefined {
  const empty = text.trim() === ''
  if (!column) return empty ? undefined : { reason: 'noRoom' }
  if (isFixed(column, row)) return empty ? undefined : { reason: 'fixed' }
  const parsed = typeOf(column).parse?.(column, text)
  if (!parsed) return empty ? undefined : { reason: 'noPaste' }
  return 'slip' in parsed ? { reason: parsed.slip } : parsed
}
