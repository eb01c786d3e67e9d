import type { Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { linesOf, orderGroups, parseGrouping, type RowGroup, writeGrouping } from './grouping.ts'

const status = {
  name: 'status',
  type: 'choice',
  title: 'Status',
  options: [
    { value: 'new', title: 'New' },
    { value: 'won', title: 'Won' },
  ],
}
const entity = {
  name: 'customer',
  title: 'Customer',
  label: 'name',
  actions: ['read'],
  fields: [
    status,
    { name: 'due', type: 'date', title: 'Due' },
    { name: 'name', type: 'text', title: 'Name' },
    { name: 'hidden', type: 'choice', title: 'Hidden', filterable: false },
  ],
} as Entity

const group = (key: string): RowGroup => ({ key, value: key, count: 1, row: {} })

describe('a grouping', () => {
  it.each(['status', 'due:month', 'due:week'])('%s comes back as it was', (text) => {
    const grouping = parseGrouping(entity, text)
    expect(grouping && writeGrouping(grouping)).toBe(text)
  })

  it('is by month when a day has no length', () => {
    expect(parseGrouping(entity, 'due')?.bucket).toBe('month')
    expect(parseGrouping(entity, 'due:hours')?.bucket).toBe('month')
  })

  it.each(['', 'gone', 'name', 'hidden', undefined])('is none by %o', (text) => {
    expect(parseGrouping(entity, text)).toBeUndefined()
  })
})

describe('groups', () => {
  it('stand as the options do, the empty one last', () => {
    const groups = ['', 'gone', 'won', 'new'].map(group)
    expect(orderGroups(status as never, groups).map(({ key }) => key)).toEqual(['new', 'won', 'gone', ''])
  })

  it('make lines of those that are open', () => {
    const lines = linesOf(
      ['a', 'b', 'c'].map(group),
      new Map([
        ['a', { count: 2, more: true }],
        ['c', { count: 1, more: false }],
      ]),
    )
    expect(lines.map((line) => (line.is === 'row' ? line.row : line.is))).toEqual([
      'head',
      0,
      1,
      'more',
      'head',
      'head',
      2,
    ])
  })
})
