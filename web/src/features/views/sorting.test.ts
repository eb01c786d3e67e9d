import { describe, expect, it } from 'vitest'
import { ordersOf, pressed, sortOf } from './sorting.ts'

describe('a sort', () => {
  it('is read and written as the API does', () => {
    const sort = ['-created_at', 'name']
    expect(ordersOf(sort)).toEqual([
      { field: 'created_at', descending: true },
      { field: 'name', descending: false },
    ])
    expect(sortOf(ordersOf(sort))).toEqual(sort)
  })

  it('is of one column after a press, and turned after the next', () => {
    expect(pressed(['-created_at', 'name'], 'name', false)).toEqual(['name'])
    expect(pressed(['name'], 'name', false)).toEqual(['-name'])
    expect(pressed(['-name'], 'name', false)).toEqual(['name'])
  })

  it('takes a column beside the others, turns it and lets it go', () => {
    expect(pressed(['-created_at'], 'name', true)).toEqual(['-created_at', 'name'])
    expect(pressed(['-created_at', 'name'], 'name', true)).toEqual(['-created_at', '-name'])
    expect(pressed(['-created_at', '-name'], 'name', true)).toEqual(['-created_at'])
    expect(pressed(['-name'], 'name', true)).toEqual(['name'])
    const full = ['a', 'b', 'c', 'd', 'e']
    expect(pressed(full, 'f', true)).toEqual(full)
  })
})
