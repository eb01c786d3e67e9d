import { useSyncExternalStore } from 'react'

/** A day is a text such as 2026-01-31; what is reckoned with days here knows no time zone. */
export type Day = string

const dayLength = 86_400_000

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`)
}

/** The day some days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  return new Date(utc(day) + days * dayLength).toISOString().slice(0, 10)
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: Day): number {
  return new Date(utc(day)).getUTCDay() || 7
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const two = '2-digit'
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
  })
  formats.set(zone, format)
  return format
}

/** What the clocks of a zone show at an instant, such as 2026-01-31T09:30:00. */
export function wallIn(instant: string | number, zone: string): string {
  const parts = formatOf(zone).formatToParts(new Date(instant).getTime())
  const {
    year = '',
    month,
    day,
    hour,
    minute,
    second,
  } = Object.fromEntries(parts.map(({ type, value }) => [type, value]))
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
}

/** The day of an instant in a time zone. */
export function dayIn(instant: string | number, zone: string): Day {
  return wallIn(instant, zone).slice(0, 10)
}

/** The time of an instant in a time zone, such as 09:30. */
export function clockIn(instant: string | number, zone: string): string {
  return wallIn(instant, zone).slice(11, 16)
}

/** How far a zone's clocks are ahead of UTC at an instant. */
function offset(time: number, zone: string): number {
  return Date.parse(`${wallIn(time, zone)}Z`) - Math.floor(time / 1000) * 1000
}

/** The instant at which a zone's clocks show a day and a time; where they leap over it, the one after the leap. */
export function instantAt(day: Day, clock: string, zone: string): string {
  const wall = Date.parse(`${day}T${clock.length === 5 ? `${clock}:00` : clock}Z`)
  const guess = wall - offset(wall, zone)
  let time = wall - offset(guess, zone)
  // Within a leap no instant shows these: the clocks of the day before tell how far they would have gone.
  if (offset(time, zone) !== wall - time) time = wall - offset(time - dayLength, zone)
  return new Date(time).toISOString().replace('.000', '')
}

/** A moment some days later, at the same time of the day; a day stays a day. */
export function shifted(value: string, days: number, zone: string): string {
  if (value.length === 10) return addDays(value, days)
  const wall = wallIn(value, zone)
  return instantAt(addDays(wall.slice(0, 10), days), wall.slice(11), zone)
}

const listeners = new Set<() => void>()
let chosen: string | undefined

/** The time zone of the browser. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** The time zone in which moments are shown and entered: the account's, else the browser's. */
export function currentZone(): string {
  return chosen ?? browserZone()
}

/** Takes the time zone of the account; one that the browser does not know counts for none. */
export function setZone(zone: string | null | undefined): void {
  let next: string | undefined
  try {
    if (zone) formatOf(zone)
    next = zone || undefined
  } catch {
    next = undefined
  }
  if (next === chosen) return
  chosen = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The time zone in which moments are shown and entered, live. */
export function useZone(): string {
  return useSyncExternalStore(subscribe, currentZone)
}

/** Today's day in that zone, as in 2026-01-31. */
export function useToday(): Day {
  return dayIn(Date.now(), useZone())
}
