import type { Page } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { knownOf, type Pages, withChanged, withoutRecord } from './livePages.ts'

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
})
