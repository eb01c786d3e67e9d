import type { Page } from '@mortise/sdk'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { isLeaving } from './fresh.ts'
import {
  knownIn,
  knownOf,
  type Pages,
  withChanged,
  withLeaving,
  withNew,
  withoutRecord,
} from './livePages.ts'

const page = (...ids: string[]): Page => ({ data: ids.map((id) => ({ id, name: id })), next: null })
const pages = (...list: Page[]): Pages => ({ pages: list, pageParams: list.map(() => undefined) })

describe('the pages of a live list', () => {
  const two = pages(page('a', 'b'), page('c'))

  it('take a record that changed where it stands', () => {
    const next = withChanged(two, { id: 'c', name: 'other' })
    expect(next.pages[1]?.data).toEqual([{ id: 'c', name: 'other' }])
    expect(next.pages[0]).toBe(two.pages[0])
  })

  it('lose a record that is gone, and only it', () => {
    expect(withoutRecord(two, 'a').pages.map(({ data }) => data.map(({ id }) => id))).toEqual([['b'], ['c']])
  })

  it('are the same when the record is not among them', () => {
    expect(withChanged(two, { id: 'x' })).toBe(two)
    expect(withoutRecord(two, 'x')).toBe(two)
  })

  it('name at most as many records as a stream takes', () => {
    const many = pages(page(...Array.from({ length: 700 }, (_, n) => `r${n}`)))
    expect(knownOf(many)).toHaveLength(500)
    expect(knownOf(many)[0]).toEqual({ id: 'r0' })
  })

  it('draw a record that leaves as long as it is there', () => {
    const next = withLeaving(two, 'b')
    expect(next.pages[0]?.data.map((record) => isLeaving(record))).toEqual([false, true])
  })

  it('take a new record where it moves nothing that is seen', () => {
    const ids = (now: Pages | undefined) => now?.pages.flatMap(({ data }) => data.map(({ id }) => id))
    const record = { id: 'x', name: 'bb' }
    expect(ids(withNew(two, record, ['name'], 1))).toEqual(['a', 'b', 'x', 'c'])
    expect(withNew(two, record, ['name'], 2)).toBeUndefined()
    const end = { id: 'x', name: 'z' }
    expect(ids(withNew(two, end, ['name'], 2))).toEqual(['a', 'b', 'c', 'x'])
    const more = pages(page('a'), { ...page('c'), next: 'more' })
    expect(withNew(more, end, ['name'], 1)).toBe(more)
  })
})

it('knows the records of boards, whatever they are kept in', () => {
  const queries = new QueryClient()
  const keep = (key: string, data: unknown) => {
    queries.setQueryData(['records', 'deal', key], data)
    // Only what is drawn counts.
    new QueryObserver(queries, {
      queryKey: ['records', 'deal', key],
      staleTime: Number.POSITIVE_INFINITY,
    }).subscribe(() => {})
  }
  keep('column', { pages: [{ data: [{ id: 'a', version: 3 }] }], pageParams: [] })
  keep('calendar', { rows: [{ id: 'b' }], more: false })
  keep('below', [{ id: 'c' }])
  keep('count', 7)
  expect(knownIn(queries, 'deal')).toEqual([
    { id: 'a', version: 3 },
    { id: 'b', version: undefined },
    { id: 'c', version: undefined },
  ])
})
