import { addDays, currentZone, dayIn, instantAt, weekday } from '@/lib/zone.ts'

/** The cards of the start page, in the order they come in. */
export const cardNames = ['tasks', 'due', 'approvals', 'create', 'pinned', 'notifications', 'recent'] as const
export type CardName = (typeof cardNames)[number]

/** The cards of the wide column. */
export const wideCards: readonly CardName[] = ['tasks', 'due', 'approvals']

/** How the user arranged the cards. */
export interface HomeLayout {
  order?: string[]
  hidden?: string[]
}

/** When something is due, as far as a list of it goes. */
export type DueGroup = 'overdue' | 'today' | 'soon' | 'later' | 'none'
export const dueGroups: readonly DueGroup[] = ['overdue', 'today', 'soon', 'later', 'none']

/** The days from today on that count as soon. */
const daysAhead = 8

/** The first instant of a day so many days from the one of an instant, in the reader's time zone. */
export function dayStart(now: Date, days = 0): Date {
  const zone = currentZone()
  return new Date(instantAt(addDays(dayIn(now.getTime(), zone), days), '00:00', zone))
}

/** The Monday that the week of an instant began with. */
export function weekStart(now: Date): Date {
  return dayStart(now, 1 - weekday(dayIn(now.getTime(), currentZone())))
}

/** The first instant after the week. */
export function weekEnd(now: Date): Date {
  return dayStart(weekStart(now), 7)
}

/** Reads a day as the midnight it begins with, and an instant as it is. */
export function instantOf(value: string): Date {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(value)
  return new Date(instantAt(value, '00:00', currentZone()))
}

/** When something with this date is due. What has no time of day is overdue from the next day on. */
export function dueGroup(value: unknown, now: Date): DueGroup {
  if (typeof value !== 'string' || value === '') return 'none'
  const at = instantOf(value)
  if (Number.isNaN(at.getTime())) return 'none'
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value)
  if (at < (day ? dayStart(now) : now)) return 'overdue'
  if (at < dayStart(now, 1)) return 'today'
  return at < dayStart(now, daysAhead) ? 'soon' : 'later'
}

/** Sorts things into groups by their date; groups without any are left out. */
export function byDue<Item>(
  items: readonly Item[],
  dateOf: (item: Item) => unknown,
  now: Date,
): { group: DueGroup; items: Item[] }[] {
  return dueGroups
    .map((group) => ({ group, items: items.filter((item) => dueGroup(dateOf(item), now) === group) }))
    .filter(({ items: some }) => some.length > 0)
}

/** How far the week's work is: what was done this week, of that and what is due by its end. */
export function progressOf(done: number, dues: readonly unknown[], now: Date): { done: number; all: number } {
  const end = weekEnd(now)
  const open = dues.filter((due) => typeof due === 'string' && due !== '' && instantOf(due) < end).length
  return { done, all: done + open }
}
