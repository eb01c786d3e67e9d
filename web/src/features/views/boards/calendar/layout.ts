import type { WireRecord } from '@mortise/sdk'
import { clockIn, type Day, dayIn } from '@/lib/zone.ts'
import { daysBetween } from './days.ts'

/** A record on a calendar. */
export interface Entry {
  record: WireRecord
  first: Day
  last: Day
  /** When it begins; not given for whole days. */
  clock?: string
}

/** An entry, or its part, in one week. */
export interface Bar {
  entry: Entry
  /** 0 to 6. */
  from: number
  to: number
  lane: number
  /** It began before this week, or goes on after it. */
  before: boolean
  after: boolean
}

/** A week's bars, and how many more each day has than there are lanes for. */
export interface Week {
  bars: Bar[]
  hidden: number[]
  lanes: number
}

function dayOf(value: unknown, zone: string): Day | null {
  if (typeof value !== 'string' || value === '') return null
  return value.length === 10 ? value : dayIn(value, zone)
}

/** The entries of records; those without a beginning have none. One that ends before it begins has one day. */
export function entriesOf(rows: WireRecord[], start: string, end: string | undefined, zone: string): Entry[] {
  return rows
    .flatMap((record): Entry[] => {
      const first = dayOf(record[start], zone)
      if (!first) return []
      const last = (end && dayOf(record[end], zone)) || first
      const moment = record[start]
      const clock = typeof moment === 'string' && moment.length > 10 ? clockIn(moment, zone) : undefined
      return [{ record, first, last: last < first ? first : last, clock }]
    })
    .sort(inOrder)
}

/** Earlier first; of one day the longest first, then whole days, then by the clock. */
function inOrder(one: Entry, other: Entry): number {
  if (one.first !== other.first) return one.first < other.first ? -1 : 1
  const length = daysBetween(other.first, other.last) - daysBetween(one.first, one.last)
  if (length !== 0) return length
  return (one.clock ?? '') < (other.clock ?? '') ? -1 : (one.clock ?? '') > (other.clock ?? '') ? 1 : 0
}

/** Places entries in a week so that none overlap; what needs more lanes than there are is hidden. */
export function layWeek(entries: Entry[], days: Day[], most: number): Week {
  const [first, last] = [days[0] as Day, days.at(-1) as Day]
  const taken: boolean[][] = []
  const hidden = days.map(() => 0)
  const bars: Bar[] = []
  for (const entry of entries) {
    if (entry.last < first || entry.first > last) continue
    const from = Math.max(0, daysBetween(first, entry.first))
    const to = Math.min(days.length - 1, daysBetween(first, entry.last))
    let lane = 0
    while (taken[lane]?.slice(from, to + 1).some(Boolean)) lane++
    const row = taken[lane] ?? []
    taken[lane] = row
    for (let at = from; at <= to; at++) row[at] = true
    if (lane >= most) for (let at = from; at <= to; at++) hidden[at] = (hidden[at] ?? 0) + 1
    else bars.push({ entry, from, to, lane, before: entry.first < first, after: entry.last > last })
  }
  return { bars, hidden, lanes: Math.min(most, taken.length) }
}

/** The entries of each day of a stretch that has some. */
export function agendaOf(entries: Entry[], from: Day, to: Day): { day: Day; entries: Entry[] }[] {
  const days = new Map<Day, Entry[]>()
  for (const entry of entries) {
    if (entry.last < from || entry.first > to) continue
    const day = entry.first < from ? from : entry.first
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return [...days]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([day, list]) => ({ day, entries: list }))
}
