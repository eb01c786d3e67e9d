import type { Entity, Field } from '@mortise/sdk'
import { isEmptyValue, wireValue } from '@/lib/definition.ts'
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

/** The row with a cell changed. */
export function withCell(row: Row, column: Field, value: unknown): Row {
  const wire = (typeOf(column).wire ?? wireValue)(value)
  return {
    ...row,
    [column.name]: value,
    _row: { key: keyOf(row), wire: { ...row._row?.wire, [column.name]: wire } },
  }
}

/** A row to be made, with the defaults of its fields. */
export function newRow(columns: Field[]): Row {
  let row: Row = { _row: { key: `new-${++made}`, wire: {} } }
  for (const column of columns) {
    if (!isEmptyValue(column.default)) row = withCell(row, column, column.default)
  }
  return row
}

/** The list with one row moved by some places; the same when there is no room. */
export function moved(rows: Row[], at: number, by: number): Row[] {
  const to = at + by
  const row = rows[at]
  if (!row || to < 0 || to >= rows.length) return rows
  return rows.toSpliced(at, 1).toSpliced(to, 0, row)
}
