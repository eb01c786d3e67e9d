import type { Condition, Entity, Field } from '@mortise/sdk'
import { describe, expect, it, vi } from 'vitest'
import { withPaste } from './paste.ts'
import { RowFacts } from './RowFacts.ts'
import { copyOf, isBlank, isFixed, newRow, withCell, withIdle } from './rows.ts'
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

  it('tells each text that is no value of its column, and takes none of them', () => {
    const fields: Field[] = [
      { ...item, maxLength: 3 },
      pieces,
      { name: 'day', type: 'date', title: 'Day' },
      { name: 'kind', type: 'choice', title: 'Kind', options: [{ value: 'a', title: 'A' }] },
    ]
    const target = { rows: [{ id: '1', item: 'A' }], columns: fields, row: 0, column: 0, most: 10 }
    const { rows: next, left, filled } = withPaste([['四个汉字', '1.5', 'soon', 'B']], target)
    expect(left.map(({ reason }) => reason)).toEqual(['tooLong', 'noWhole', 'noDate', 'noOption'])
    expect(wireRows(next)).toEqual([{ id: '1' }])
    expect(filled).toEqual([])
    expect(withPaste([['三个字', '2']], target).filled).toEqual([
      { row: 0, column: 'item' },
      { row: 0, column: 'pieces' },
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

describe('the conditions of the fields of a row', () => {
  const when = (name: string, value: string): Condition => ({
    source: `${name} == '${value}'`,
    tree: {
      is: 'eq',
      x: { is: 'field', type: 'text', name },
      y: { is: 'value', type: 'text', value },
    },
  })
  const kind: Field = { name: 'kind', type: 'text', title: 'Kind' }
  const why: Field = {
    ...kind,
    name: 'why',
    visibleIf: when('kind', 'gift'),
    requiredIf: when('kind', 'gift'),
  }
  const cost: Field = { ...price, name: 'cost', readOnlyIf: when('kind', 'gift') }
  const all = [why, kind, cost]
  const child = { name: 'line', title: 'Line', fields: all } as unknown as Entity
  const says = () => {
    const facts = new RowFacts(child, async () => null, vi.fn())
    return facts.said.bind(facts)
  }

  it('are told by the values of that row', () => {
    const said = says()
    const [gift, sale] = [withCell(newRow(all), kind, 'gift'), withCell(newRow(all), kind, 'sale')]
    expect(said(gift, why)).toEqual({ visible: true, required: true, locked: false })
    expect(said(sale, why)).toEqual({ visible: false, required: false, locked: false })
    expect(said(withCell(gift, kind, 'sale'), why).visible).toBe(false)
  })

  it('lock by the row as it came, and nothing of a new one', () => {
    const said = says()
    const stored: Row = { id: '1', kind: 'gift', cost: 1 }
    expect(isFixed(cost, stored, said)).toBe(true)
    expect(isFixed(cost, withCell(stored, kind, 'sale'), said)).toBe(true)
    expect(isFixed(cost, withCell({ id: '2', kind: 'sale' }, kind, 'gift'), said)).toBe(false)
    expect(isFixed(cost, withCell(newRow(all), kind, 'gift'), said)).toBe(false)
  })

  it('send empty what does not count, and again what counts again', () => {
    const said = says()
    const row = withCell(withCell(newRow(all), kind, 'gift'), why, 'thanks')
    const sale = withIdle(withCell(row, kind, 'sale'), all, said)
    expect(wireRows([sale])).toEqual([{ kind: 'sale', why: null }])
    expect(wireRows([withIdle(withCell(sale, kind, 'gift'), all, said)])).toEqual([
      { kind: 'gift', why: 'thanks' },
    ])
    const untouched: Row = { id: '1', kind: 'sale', why: 'odd' }
    expect(withIdle(untouched, all, said)).toBe(untouched)
  })

  it('keep a paste out of cells that do not count, whatever the order of the columns', () => {
    const target = { rows: [], columns: all, row: 0, column: 0, most: 10, says: says() }
    const { rows: next, left } = withPaste(
      [
        ['thanks', 'gift'],
        ['thanks', 'sale'],
      ],
      target,
    )
    expect(wireRows(next)).toEqual([{ kind: 'gift', why: 'thanks' }, { kind: 'sale' }])
    expect(left.map(({ row, column, reason }) => [row, column?.name, reason])).toEqual([[1, 'why', 'fixed']])
  })

  it('copy what may be written into a new row', () => {
    const stored: Row = { id: '1', kind: 'gift', why: 'thanks', cost: 5, code: 'X', token: { set: true } }
    const token: Field = { name: 'token', type: 'secret', title: 'Token' }
    const copy = copyOf(stored, [...all, code, token], says())
    expect(wireRows([copy])).toEqual([{ kind: 'gift', why: 'thanks', cost: 5 }])
    expect(isBlank(copy, all)).toBe(false)
    expect(isBlank(newRow(all), all)).toBe(true)
    expect(isBlank(withCell(copy, why, null), [why])).toBe(true)
    expect(isBlank(stored, [])).toBe(false)
  })
})
