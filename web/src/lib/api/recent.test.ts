import { describe, expect, it } from 'vitest'
import { recentOf, withRecent } from './recent.ts'

describe('recent records', () => {
  it('has the last one first, each once, and 30 at most', () => {
    let list = withRecent([], { entity: 'customer', id: 'a' })
    list = withRecent(list, { entity: 'customer', id: 'b' })
    list = withRecent(list, { entity: 'customer', id: 'a' })
    expect(list.map(({ id }) => id)).toEqual(['a', 'b'])
    for (let at = 0; at < 40; at++) list = withRecent(list, { entity: 'class', id: String(at) })
    expect(list).toHaveLength(30)
    expect(list[0]?.id).toBe('39')
  })

  it('takes what is not a list of records for nothing', () => {
    expect(recentOf(undefined)).toEqual([])
    expect(recentOf('x')).toEqual([])
    expect(recentOf([{ entity: 'customer', id: 'a' }, null, { entity: 1 }])).toEqual([
      { entity: 'customer', id: 'a' },
    ])
  })
})
