import { describe, expect, it } from 'vitest'
import { byDue, dueGroup, progressOf, weekEnd, weekStart } from './home.ts'

/** A Wednesday, at noon. */
const now = new Date(2026, 10, 25, 12, 0)
const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()

describe('what is due', () => {
  it('begins weeks on Monday, on a Sunday too', () => {
    expect(weekStart(now)).toEqual(new Date(2026, 10, 23))
    expect(weekEnd(now)).toEqual(new Date(2026, 10, 30))
    expect(weekStart(new Date(2026, 10, 29, 23))).toEqual(new Date(2026, 10, 23))
    expect(weekStart(new Date(2026, 10, 23))).toEqual(new Date(2026, 10, 23))
  })

  it('tells an hour that is past from one to come', () => {
    expect(dueGroup(at(25, 11), now)).toBe('overdue')
    expect(dueGroup(at(25, 13), now)).toBe('today')
    expect(dueGroup(at(26, 0), now)).toBe('soon')
    expect(dueGroup(new Date(2026, 11, 2, 23).toISOString(), now)).toBe('soon')
    expect(dueGroup(new Date(2026, 11, 3).toISOString(), now)).toBe('later')
  })

  it('counts a day without an hour as due until it is over', () => {
    expect(dueGroup('2026-11-25', now)).toBe('today')
    expect(dueGroup('2026-11-24', now)).toBe('overdue')
  })

  it('has a place for what has no date, or none that can be read', () => {
    expect(dueGroup(null, now)).toBe('none')
    expect(dueGroup('soon', now)).toBe('none')
  })

  it('groups in the order of urgency and leaves empty groups out', () => {
    const groups = byDue(['2026-12-24', '2026-11-25', '2026-11-01'], (day) => day, now)
    expect(groups.map(({ group }) => group)).toEqual(['overdue', 'today', 'later'])
  })

  it('measures the week by what is done and what is due in it', () => {
    expect(progressOf(2, ['2026-11-20', '2026-11-27', '2027-01-01', null], now)).toEqual({ done: 2, all: 4 })
    expect(progressOf(0, [], now)).toEqual({ done: 0, all: 0 })
  })
})
