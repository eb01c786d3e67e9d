import { describe, expect, it } from 'vitest'
import { inOrder, moved } from './moved.ts'

describe('an order of one’s own', () => {
  it('moves an item, and nothing beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 1, 1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  })

  it('places what was placed first, and what is new behind it', () => {
    expect(inOrder(['a', 'b', 'c', 'd'], ['c', 'gone', 'a'], (item) => item)).toEqual(['c', 'a', 'b', 'd'])
  })
})
