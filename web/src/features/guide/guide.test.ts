import type { Guide } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { besides, hintsOf, pageOfLink } from './guide.ts'

const entry = (name: string, ...fits: string[]) => ({ name, title: name, fits })
const guides: Guide[] = [
  {
    name: 'school',
    title: 'School',
    language: 'en',
    pages: [entry('01-start', 'home'), entry('02-people', 'customer', 'home'), entry('03-rest')],
  },
  { name: 'stock', title: 'Stock', language: 'en', pages: [entry('01-goods', 'goods', 'customer')] },
]

const names = (place?: string) =>
  hintsOf(guides, place).map(({ guide, page }) => `${guide.name}/${page.name}`)

describe('the guide', () => {
  it('has the pages that are about a place, of all packages', () => {
    expect(names('customer')).toEqual(['school/02-people', 'stock/01-goods'])
    expect(names('home')).toEqual(['school/01-start', 'school/02-people'])
    expect(names('class')).toEqual([])
    expect(names()).toEqual([])
  })

  it('tells of a few pages at most', () => {
    const pages = Array.from({ length: 12 }, (_, at) => entry(`${at + 10}-page`, 'home'))
    expect(hintsOf([{ name: 'a', title: 'A', language: 'en', pages }], 'home')).toHaveLength(5)
  })

  it('follows links to its own pages only', () => {
    expect(pageOfLink('02-people.md')).toBe('02-people')
    expect(pageOfLink('./02-people.md#how')).toBe('02-people')
    for (const other of ['https://example.com/02-people.md', '../02-people.md', 'people.md', '/e/customer'])
      expect(pageOfLink(other)).toBeUndefined()
  })

  it('knows what is before and after a page', () => {
    const pages = guides[0]?.pages ?? []
    expect(besides(pages, '01-start')).toEqual({ before: undefined, after: pages[1] })
    expect(besides(pages, '03-rest')).toEqual({ before: pages[1], after: undefined })
    expect(besides(pages, '09-none')).toEqual({})
  })
})
