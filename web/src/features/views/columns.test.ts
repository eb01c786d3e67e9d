import { describe, expect, it } from 'vitest'
import { type ColumnChange, changeColumns } from './columns.ts'

const start = [{ field: 'a' }, { field: 'b', width: 100 }, { field: 'c' }]
const names = (change: ColumnChange) => changeColumns(start, change).map((one) => one.field)

describe('columns of a list', () => {
  it('are hidden and shown, but never all hidden', () => {
    expect(names({ do: 'toggle', field: 'b' })).toEqual(['a', 'c'])
    expect(names({ do: 'toggle', field: 'd' })).toEqual(['a', 'b', 'c', 'd'])
    expect(changeColumns([{ field: 'a' }], { do: 'toggle', field: 'a' })).toEqual([{ field: 'a' }])
  })

  it('move by keys and by drag', () => {
    expect(names({ do: 'move', field: 'b', step: 1 })).toEqual(['a', 'c', 'b'])
    expect(names({ do: 'move', field: 'a', step: -1 })).toEqual(['a', 'b', 'c'])
    expect(names({ do: 'place', field: 'a', beside: 'c', after: true })).toEqual(['b', 'c', 'a'])
    expect(names({ do: 'place', field: 'c', beside: 'a', after: false })).toEqual(['c', 'a', 'b'])
  })

  it('stand first when pinned, and beside a pinned one are pinned', () => {
    const pinned = changeColumns(start, { do: 'pin', field: 'c', pinned: true })
    expect(pinned.map((one) => one.field)).toEqual(['c', 'a', 'b'])
    expect(changeColumns(pinned, { do: 'move', field: 'a', step: -1 })).toEqual(pinned)
    const placed = changeColumns(pinned, { do: 'place', field: 'b', beside: 'c', after: false })
    expect(placed.map((one) => [one.field, one.pinned])).toEqual([
      ['b', true],
      ['c', true],
      ['a', undefined],
    ])
  })

  it('keep a width within limits', () => {
    expect(changeColumns(start, { do: 'width', field: 'b', width: 3 })[1]?.width).toBe(60)
  })
})
