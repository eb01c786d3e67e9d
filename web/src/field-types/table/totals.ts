import type { Field, WireRecord } from '@mortise/sdk'
import { calculate, decimal, decimalText } from '@/lib/condition/decimal.ts'
import { isEmptyValue, isRedacted } from '@/lib/definition.ts'
import type { Row } from './wire.ts'

const summed = ['number', 'integer', 'money']

/** The sum of a column, exactly; undefined where a sum says nothing, or part of it is not shown. */
export function totalOf(column: Field, rows: Row[]): number | undefined {
  if (!summed.includes(column.type)) return undefined
  if (rows.some((row) => row.id !== undefined && isRedacted(row as WireRecord, column.name))) return undefined
  const filled = rows.map((row) => row[column.name]).filter((value) => !isEmptyValue(value))
  if (filled.length < 2) return undefined
  let sum = decimal(0)
  for (const value of filled) {
    const next = decimal(value)
    sum = sum && next && calculate('add', [sum, next])
  }
  return sum ? Number(decimalText(sum)) : undefined
}
