import { expect, it } from 'vitest'
import { parseListSearch } from './search.ts'

it('reads the day of a calendar from the address, and no other text', () => {
  expect(parseListSearch({ day: '2026-02-28', mode: 'week' })).toMatchObject({
    day: '2026-02-28',
    mode: 'week',
  })
  for (const day of ['2026-02-30', '2026-2-1', 'today', 20260228]) {
    expect(parseListSearch({ day }).day).toBeUndefined()
  }
})
