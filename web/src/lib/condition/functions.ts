import { calculate, type Decimal, decimal, decimalText, isNumeric } from './decimal.ts'
import { addMonths, clock, day, dayText, moment, momentText } from './moment.ts'

/** A value of a tree: numbers are decimals, moments are microseconds, days and times their text. */
export type Plain = string | boolean | bigint | Decimal | Plain[] | null

/** What a function that we do not have gives. */
export const unknownFunction = Symbol('unknown function')

const longest = 10_000
const most = { days: 1_000_000, months: 48_000, hours: 1_000_000 }

/** Whether a value is an exact number. */
export function isDecimal(value: Plain): value is Decimal {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const whole = (n: number): Decimal => ({ n: BigInt(n), scale: 0 })

function count(value: Plain | undefined, limit = longest): number | null {
  if (value === undefined || !isDecimal(value)) return null
  const n = Number(value.n / 10n ** BigInt(value.scale))
  return Math.abs(n) <= limit ? n : null
}

function part(text: string, from: number, length: number): string {
  return [...text].slice(from, from + length).join('')
}

type TextFunction = (text: string, rest: Plain[]) => Plain

const texts: { [fn: string]: TextFunction } = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  trim: (text) => text.replace(/^[ \t\n\r\u3000]+|[ \t\n\r\u3000]+$/g, ''),
  len: (text) => whole([...text].length),
  left: (text, [n]) => {
    const length = count(n)
    return length === null || length < 0 ? null : part(text, 0, length)
  },
  right: (text, [n]) => {
    const length = count(n)
    if (length === null || length < 0) return null
    return part(text, Math.max(0, [...text].length - length), length)
  },
  substring: (text, [first, n]) => {
    const [from, length] = [count(first), count(n)]
    return from === null || from < 1 || length === null || length < 0 ? null : part(text, from - 1, length)
  },
  replace: (text, [what, by]) => {
    if (typeof what !== 'string' || typeof by !== 'string') return null
    return what === '' ? text : part(text.replaceAll(what, by), 0, longest)
  },
  year: (text) => datePart(text, (at) => at.getUTCFullYear()),
  month: (text) => datePart(text, (at) => at.getUTCMonth() + 1),
  day: (text) => datePart(text, (at) => at.getUTCDate()),
  weekday: (text) => datePart(text, (at) => ((at.getUTCDay() + 6) % 7) + 1),
  add_months: (text, [n]) => {
    const [at, months] = [day(text), count(n, most.months)]
    return at && months !== null ? dayText(addMonths(at, months)) : null
  },
}

function datePart(text: string, of: (at: Date) => number): Plain {
  const at = day(text)
  return at ? whole(of(at)) : null
}

function clockPart(
  value: Plain,
  zone: Plain | undefined,
  of: (parts: { [part: string]: string }) => Plain,
): Plain {
  if (typeof value !== 'bigint' || typeof zone !== 'string') return null
  const parts = clock(value, zone)
  return parts ? of(parts) : null
}

const dayInMicro = 86_400_000_000n

function between(a: Plain, b: Plain | undefined): Plain {
  const micro = (value: Plain | undefined) => {
    if (typeof value === 'bigint') return value
    const at = typeof value === 'string' ? day(value) : null
    return at ? BigInt(at.getTime()) * 1000n : null
  }
  const [x, y] = [micro(a), micro(b)]
  return x === null || y === null ? null : { n: x - y, scale: 6 }
}

function later(value: Plain, n: number | null, unit: bigint): Plain {
  if (n === null) return null
  if (typeof value === 'bigint') {
    const at = momentText(value + BigInt(n) * unit)
    return at ? moment(at) : null
  }
  const at = typeof value === 'string' && unit === dayInMicro ? day(value) : null
  return at ? dayText(new Date(at.getTime() + n * 86_400_000)) : null
}

function moments(fn: string, [x = null, y]: Plain[]): Plain | typeof unknownFunction {
  switch (fn) {
    case 'hour':
      return clockPart(x, y, (parts) => decimal(Number(parts.hour)))
    case 'minute':
      return clockPart(x, y, (parts) => decimal(Number(parts.minute)))
    case 'date':
      return clockPart(x, y, (parts) => `${parts.year}-${parts.month}-${parts.day}`)
    case 'between':
      return between(x, y)
    case 'add_days':
      return later(x, count(y, most.days), dayInMicro)
    case 'add_hours':
      return later(x, count(y, most.hours), 3_600_000_000n)
    default:
      return unknownFunction
  }
}

function asText(value: Plain): Plain {
  if (typeof value === 'string') return value
  return isDecimal(value) ? decimalText(value) : null
}

/** The value of a function of values that are all there. */
export function call(fn: string, args: Plain[]): Plain | typeof unknownFunction {
  if (isNumeric(fn)) return args.every(isDecimal) ? calculate(fn, args) : null
  if (fn === 'concat') {
    return args.every((arg) => typeof arg === 'string') ? part(args.join(''), 0, longest) : null
  }
  const [first = null, ...rest] = args
  if (fn === 'text') return asText(first)
  const textual = Object.hasOwn(texts, fn) ? texts[fn] : undefined
  if (textual) return typeof first === 'string' ? textual(first, rest) : null
  return moments(fn, args)
}
