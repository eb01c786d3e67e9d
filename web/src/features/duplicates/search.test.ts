import { expect, it } from 'vitest'
import { parseDuplicatesSearch } from './search.ts'

it('reads the rule of the address, and nothing that is none', () => {
  expect(parseDuplicatesSearch({ rule: 2 })).toEqual({ rule: 2 })
  expect(parseDuplicatesSearch({ rule: '1' })).toEqual({ rule: 1 })
  for (const rule of ['x', -1, 1.5, undefined]) expect(parseDuplicatesSearch({ rule })).toEqual({})
})
