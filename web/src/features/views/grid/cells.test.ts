import { describe, expect, it } from 'vitest'
import { isMany, rangeOf, walk } from './cells.ts'

const extent = { rows: 10, columns: 3, page: 5 }
const at = (row: number, column: number) => ({ active: { row, column }, anchor: { row, column } })

describe('walking a grid', () => {
  it('stays within', () => {
    expect(walk(at(0, 0), 'ArrowUp', false, extent)).toEqual(at(0, 0))
    expect(walk(at(8, 2), 'PageDown', false, extent)).toEqual(at(9, 2))
    expect(walk(at(1, 0), 'End', false, extent)).toEqual(at(1, 2))
    expect(walk(at(1, 0), 'x', false, extent)).toBeNull()
  })

  it('grows a range with shift, in any direction', () => {
    const grown = walk(walk(at(3, 1), 'ArrowUp', true, extent) ?? at(0, 0), 'ArrowRight', true, extent)
    expect(grown?.anchor).toEqual({ row: 3, column: 1 })
    const range = rangeOf(grown ?? at(0, 0))
    expect(range).toEqual({ top: 2, bottom: 3, left: 1, right: 2 })
    expect(isMany(range)).toBe(true)
    expect(isMany(rangeOf(walk(grown ?? at(0, 0), 'ArrowDown', false, extent) ?? at(0, 0)))).toBe(false)
  })
})
