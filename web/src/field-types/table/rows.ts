import type { Entity, Field, WireRecord } from '@mortise/sdk'
import type { Said } from '@/lib/condition/Facts.ts'
import { isEmptyValue, isRedacted, wireValue } from '@/lib/definition.ts'
import { typeOf } from '../registry.ts'
import type { Row } from './wire.ts'

let made = 0

/** What a row is known by, wherever it stands. */
export function keyOf(row: Row): string {
  return row._row?.key ?? row.id ?? ''
}

/** The fields of the rows that a table shows: not the way back to the record, nor the place. */
export function columnsOf(child: Entity, field: Field): Field[] {
  const hidden = [field.parent, field.order]
  return child.fields.filter(
    (one) => !one.system && !hidden.includes(one.name) && one.type !== 'table' && one.type !== 'id',
  )
}

/** What is said of a field in a row. */
export type Says = (row: Row, column: Field) => Said

/** Whether a cell may not be written. */
export function isFixed(column: Field, row: Row, says?: Says): boolean {
  if (column.readOnly || (row.id !== undefined && isRedacted(row as WireRecord, column.name))) return true
  const said = says?.(row, column)
  return said !== undefined && (said.locked || !said.visible)
}

function wireOf(column: Field, value: unknown): unknown {
  return (typeOf(column).wire ?? wireValue)(value)
}

function withWire(row: Row, wire: { [field: string]: unknown }): Row {
  const base = row._row ? row._row.base : row
  return { ...row, _row: { key: keyOf(row), wire, ...(base ? { base } : {}) } }
}

/** The row with a cell changed. */
export function withCell(row: Row, column: Field, value: unknown): Row {
  const wire = { ...row._row?.wire, [column.name]: wireOf(column, value) }
  return { ...withWire(row, wire), [column.name]: value }
}

/** The row with those cells sent empty that do not count, for a change that was made; they keep what they show. */
export function withIdle(row: Row, columns: Field[], says: Says): Row {
  if (!row._row) return row
  const wire = { ...row._row.wire }
  for (const column of columns) {
    const { name, visibleIf } = column
    if (!visibleIf || isFixed(column, row)) continue
    const own = wireOf(column, row[name])
    if (own === null) continue
    if (!says(row, column).visible) wire[name] = null
    else if (wire[name] === null) wire[name] = own
  }
  return JSON.stringify(wire) === JSON.stringify(row._row.wire) ? row : withWire(row, wire)
}

/** A row to be made, with the defaults of its fields. */
export function newRow(columns: Field[]): Row {
  let row: Row = { _row: { key: `new-${++made}`, wire: {} } }
  for (const column of columns) {
    if (!isEmptyValue(column.default)) row = withCell(row, column, column.default)
  }
  return row
}

/** What belongs to one record only. */
const own = ['file', 'files', 'image', 'images', 'signature', 'secret', 'autonumber']

/** A new row with the values of another, as far as they may be written. */
export function copyOf(row: Row, columns: Field[], says: Says): Row {
  let copy = newRow([])
  for (const column of columns) {
    if (own.includes(column.type) || isFixed(column, row) || !says(row, column).visible) continue
    if (!isEmptyValue(row[column.name]) || !isEmptyValue(column.default))
      copy = withCell(copy, column, row[column.name] ?? null)
  }
  return copy
}

/** Whether nothing was written into a new row. */
export function isBlank(row: Row, columns: Field[]): boolean {
  const wire = (one: Row) => columns.map(({ name }) => one._row?.wire[name] ?? null)
  return row.id === undefined && JSON.stringify(wire(row)) === JSON.stringify(wire(newRow(columns)))
}

/** The list with one row moved by some places; the same when there is no room. */
export function moved(rows: Row[], at: number, by: number): Row[] {
  const to = at + by
  const row = rows[at]
  if (!row || to < 0 || to >= rows.length) return rows
  return rows.toSpliced(at, 1).toSpliced(to, 0, row)
}
