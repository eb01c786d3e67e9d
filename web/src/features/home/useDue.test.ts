import type { Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { dueFilter, dueSources } from './useDue.ts'

const visit: Entity = {
  name: 'visit',
  title: 'Visit',
  label: 'subject',
  owner: 'host',
  actions: ['read'],
  fields: [
    { name: 'subject', type: 'text', title: 'Subject' },
    { name: 'day', type: 'date', title: 'Day' },
    { name: 'at', type: 'datetime', title: 'At' },
  ],
  views: [
    { name: 'visit.all', title: 'All', columns: [] },
    {
      name: 'visit.calendar',
      title: 'Calendar',
      kind: 'calendar',
      start: 'day',
      columns: [],
      filter: "kind == 'x' or open",
    },
    { name: 'visit.other', title: 'Other', kind: 'calendar', start: 'day', columns: [] },
    { name: 'visit.gone', title: 'Gone', kind: 'calendar', start: 'hidden', columns: [] },
  ],
}

describe('records that are due', () => {
  it('come from calendars with an owner, one of each date that the caller knows', () => {
    expect(dueSources([visit]).map(({ start }) => start)).toEqual(['day'])
    expect(dueSources([{ ...visit, owner: undefined }])).toEqual([])
    expect(dueSources([{ ...visit, actions: [] }])).toEqual([])
    expect(dueSources([{ ...visit, name: 'todo' }])).toEqual([])
  })

  it('keeps the condition of the calendar together', () => {
    const now = new Date(2026, 10, 25, 12)
    const [source] = dueSources([visit])
    expect(source && dueFilter(source, now)).toBe(
      "(kind == 'x' or open) and host == me and day >= '2026-11-11' and day < '2026-12-03'",
    )
    expect(dueFilter({ entity: visit, start: 'at' }, now)).toContain(
      `at >= '${new Date(2026, 10, 11).toISOString()}'`,
    )
  })
})
