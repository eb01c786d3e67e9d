import type { Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { withPaste } from './paste.ts'
import { totalOf } from './totals.ts'
import { type Row, wireRows } from './wire.ts'

const item: Field = { name: 'item', type: 'text', title: 'Item' }
const pieces: Field = { name: 'pieces', type: 'integer', title: 'Pieces' }
const price: Field = { name: 'price', type: 'money', title: 'Price' }
const code: Field = { name: 'code', type: 'autonumber', title: 'Code', readOnly: true }
const columns = [item, pieces, price, code]
const rows: Row[] = [{ id: '1', item: 'A', pieces: 1, price: 0.1, code: 'X' }]
const at = (column: number, most = 10) => ({ rows, columns, row: 0, column, most })

describe('a paste', () => {
  it('fills cells from one on, and adds rows for what is below', () => {
    const { rows: next, left } = withPaste(
      [
        ['2', '1,000.5'],
        ['3', ''],
      ],
      at(1),
    )
    expect(left).toEqual([])
    expect(wireRows(next)).toEqual([
      { id: '1', pieces: 2, price: 1000.5 },
      { pieces: 3, price: null },
    ])
    expect(rows).toHaveLength(1)
  })

  it('leaves out what is no value, may not be written or has no room, and tells each', () => {
    const { rows: next, left } = withPaste([['many', '5', 'Y', 'beyond'], ['2']], at(1, 1))
    expect(next).toHaveLength(1)
    expect(next[0]).toMatchObject({ pieces: 1, price: 5, code: 'X' })
    expect(left.map(({ row, column, reason, text }) => [row, column?.name, reason, text])).toEqual([
      [0, 'pieces', 'noNumber', 'many'],
      [0, 'code', 'fixed', 'Y'],
      [0, undefined, 'noRoom', 'beyond'],
      [1, undefined, 'noRoom', '2'],
    ])
  })

  it('clears nothing that it could not fill, and makes no row of nothing', () => {
    const buyer: Field = { name: 'buyer', type: 'relation', title: 'Buyer', entity: 'user' }
    const given: Row[] = [{ id: '1', pieces: 1, buyer: { id: 'b', label: 'B' } }]
    const target = { rows: given, columns: [pieces, buyer], row: 0, column: 0, most: 10 }
    const { rows: next, left } = withPaste([['2', ''], ['none'], ['3']], target)
    expect(next.map((row) => [row.pieces, row.buyer])).toEqual([
      [2, { id: 'b', label: 'B' }],
      [3, undefined],
    ])
    expect(left).toHaveLength(1)
  })
})

describe('the total of a column', () => {
  const two = [...rows, { id: '2', item: 'B', pieces: 2, price: 0.2 }]

  it('is exact, and only of numbers', () => {
    expect(totalOf(price, two)).toBe(0.3)
    expect(totalOf(pieces, two)).toBe(3)
    expect(totalOf(item, two)).toBeUndefined()
    expect(totalOf(price, rows)).toBeUndefined()
  })

  it('is not told where a cell is not shown', () => {
    const masked = [...two, { id: '3', price: 5, _meta: { redacted: ['price'] } }]
    expect(totalOf(price, masked)).toBeUndefined()
  })
})
