/** A day is a text such as 2026-01-31; what is reckoned with days here knows no time zone. */
export type Day = string

const dayLength = 86_400_000

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function fromUtc(time: number): Day {
  return new Date(time).toISOString().slice(0, 10)
}

/** The day some days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  return fromUtc(utc(day) + days * dayLength)
}

/** How many days one day is after another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to) - utc(from)) / dayLength)
}

/** The same day of another month, or that month's last. */
export function addMonths(day: Day, months: number): Day {
  const at = new Date(utc(day))
  const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)
  const last = new Date(first)
  last.setUTCMonth(last.getUTCMonth() + 1, 0)
  return fromUtc(first + (Math.min(at.getUTCDate(), last.getUTCDate()) - 1) * dayLength)
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(day: Day): number {
  return new Date(utc(day)).getUTCDay() || 7
}

/** The first day of a week, which begins on the weekday first. */
export function weekStart(day: Day, first: number): Day {
  return addDays(day, -((weekday(day) - first + 7) % 7))
}

/** The seven days of a week. */
export function weekOf(day: Day, first: number): Day[] {
  const start = weekStart(day, first)
  return Array.from({ length: 7 }, (_, at) => addDays(start, at))
}

/** The weeks in which a month has days. */
export function monthOf(day: Day, first: number): Day[][] {
  const start = `${day.slice(0, 8)}01`
  const end = addDays(addMonths(start, 1), -1)
  const weeks: Day[][] = []
  for (let at = weekStart(start, first); at <= end; at = addDays(at, 7)) weeks.push(weekOf(at, first))
  return weeks
}

/** The weekday on which weeks begin in a language: Monday in Chinese. */
export function firstWeekday(language: string): number {
  if (language.startsWith('zh')) return 1
  try {
    const locale = new Intl.Locale(language).maximize() as Intl.Locale & {
      getWeekInfo?: () => { firstDay: number }
      weekInfo?: { firstDay: number }
    }
    return locale.getWeekInfo?.().firstDay ?? locale.weekInfo?.firstDay ?? 1
  } catch {
    return 1
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(time: number, zone: string): { [part: string]: string } {
  let format = formats.get(zone)
  if (!format) {
    const two = '2-digit'
    format = new Intl.DateTimeFormat('en-GB', {
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
  }
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
}

/** The day of an instant in a time zone. */
export function dayIn(instant: string | number, zone: string): Day {
  const { year, month, day } = partsIn(new Date(instant).getTime(), zone)
  return `${year}-${month}-${day}`
}

/** The time of an instant in a time zone, such as 09:30. */
export function clockIn(instant: string | number, zone: string): string {
  const { hour, minute } = partsIn(new Date(instant).getTime(), zone)
  return `${hour}:${minute}`
}

/** How far a zone's clocks are ahead of UTC at an instant. */
function offset(time: number, zone: string): number {
  const { year, month, day, hour, minute, second } = partsIn(time, zone)
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(time / 1000) * 1000
}

/** The instant at which a zone's clocks show a day and a time; where they leap over it, the one after the leap. */
export function instantAt(day: Day, clock: string, zone: string): string {
  const wall = Date.parse(`${day}T${clock.length === 5 ? `${clock}:00` : clock}Z`)
  const guess = wall - offset(wall, zone)
  const time = wall - offset(guess, zone)
  return new Date(time).toISOString().replace('.000', '')
}

/** A moment some days later, at the same time of the day; a day stays a day. */
export function shifted(value: string, days: number, zone: string): string {
  if (value.length === 10) return addDays(value, days)
  const { hour, minute, second } = partsIn(new Date(value).getTime(), zone)
  return instantAt(addDays(dayIn(value, zone), days), `${hour}:${minute}:${second}`, zone)
}
