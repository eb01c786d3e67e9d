import { addDays, type Day, weekday } from '@/lib/zone.ts'

const dayLength = 86_400_000

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function fromUtc(time: number): Day {
  return new Date(time).toISOString().slice(0, 10)
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
