import { beforeEach, describe, expect, it } from 'vitest'
import { forgetLists, grown, keepList, leftList, neighboursOf, noteList } from './neighbours.ts'

const list = { ids: ['a', 'b', 'c'], total: 120, search: { q: 'x' } }

describe('the list that a record was opened from', () => {
  beforeEach(forgetLists)

  it('tells who stands before and after, and how many there are', () => {
    expect(neighboursOf(list, 'b')).toEqual({ position: 2, total: 120, before: 'a', after: 'c' })
    expect(neighboursOf(list, 'a')?.before).toBeUndefined()
    expect(neighboursOf(list, 'c')?.after).toBeUndefined()
    expect(neighboursOf(list, 'z')).toBeUndefined()
    expect(neighboursOf(undefined, 'a')).toBeUndefined()
  })

  it('grows until there are no more', () => {
    const rest = { sort: ['name'], q: '', after: 'p2' }
    const more = grown({ ...list, rest }, { data: [{ id: 'c' }, { id: 'd' }], next: 'p3' })
    expect(more.ids).toEqual(['a', 'b', 'c', 'd'])
    expect(more.rest?.after).toBe('p3')
    expect(grown(more, { data: [], next: null }).rest).toBeUndefined()
    const many = Array.from({ length: 2000 }, (_, at) => ({ id: `m${at}` }))
    expect(grown({ ...list, rest }, { data: many, next: 'p3' }).rest).toBeUndefined()
  })

  it('outlasts the page, and is nobody else’s', () => {
    noteList('deal', list)
    expect(leftList('deal')).toEqual(list)
    expect(leftList('person')).toBeUndefined()
    keepList('deal')
    expect(sessionStorage.getItem('mortise.list.deal')).toContain('120')
    forgetLists()
    expect(leftList('deal')).toBeUndefined()
    sessionStorage.setItem('mortise.list.deal', JSON.stringify(list))
    expect(leftList('deal')).toEqual(list)
    sessionStorage.setItem('mortise.list.deal', '{"ids":1}')
    expect(leftList('deal')).toBeUndefined()
  })
})
