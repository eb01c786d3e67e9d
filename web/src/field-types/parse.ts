import type { Field } from '@mortise/sdk'
import dayjs from 'dayjs'
import { currentZone, instantAt } from '@/lib/zone.ts'

/** What a text stands for as a value of a field, or why it stands for none. */
export type Parsed =
  | { value: unknown }
  | { slip: 'noNumber' | 'noWhole' | 'noDate' | 'noOption' | 'noBoolean' }

/** A text as it is, without blanks at its ends. */
export function parseText(_: Field, text: string): Parsed {
  return { value: text.trim() || null }
}

/** A number with or without grouping, a sign of a currency or of percent. */
export function parseNumber(_: Field, text: string): Parsed {
  const plain = text.replace(/[,\s%\p{Sc}]/gu, '').replace('−', '-')
  if (plain === '') return { value: null }
  const value = Number(plain)
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) && Number.isFinite(value)
    ? { value }
    : { slip: 'noNumber' }
}

/** A whole number, as far as one can be told from the next. */
export function parseWhole(field: Field, text: string): Parsed {
  const parsed = parseNumber(field, text)
  if ('slip' in parsed || parsed.value === null) return parsed
  return Number.isSafeInteger(parsed.value) ? parsed : { slip: 'noWhole' }
}

/** What a clock shows, as 2026-01-31T09:30:00, of a text that people or spreadsheets have written. */
function parsedWall(text: string): string | null {
  const numbers = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(
    text,
  )
  if (numbers) {
    const [year, month, date, hour, minute, second] = numbers
      .slice(1)
      .map((part) => (part ?? '0').padStart(2, '0'))
    const wall = `${year}-${month}-${date}T${hour}:${minute}:${second}`
    const time = Date.parse(`${wall}Z`)
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(wall) ? wall : null
  }
  const at = /[a-z]/i.test(text) ? dayjs(text) : null
  return at?.isValid() ? at.format('YYYY-MM-DDTHH:mm:ss') : null
}

/** A day as spreadsheets and people of both languages write it. */
export function parseDate(_: Field, text: string): Parsed {
  if (text.trim() === '') return { value: null }
  const wall = parsedWall(text.trim())
  return wall ? { value: wall.slice(0, 10) } : { slip: 'noDate' }
}

/** A moment in the reader's time zone, unless the text tells how far from UTC it is. */
export function parseMoment(_: Field, text: string): Parsed {
  const word = text.trim()
  if (word === '') return { value: null }
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(word) && !Number.isNaN(Date.parse(word)))
    return { value: new Date(word).toISOString().replace('.000', '') }
  const wall = parsedWall(word)
  return wall ? { value: instantAt(wall.slice(0, 10), wall.slice(11), currentZone()) } : { slip: 'noDate' }
}

const yes = ['true', 'yes', 'y', '1', '是', '✓']
const no = ['false', 'no', 'n', '0', '否']

/** Yes or no in either language. */
export function parseBoolean(_: Field, text: string): Parsed {
  const word = text.trim().toLowerCase()
  if (word === '') return { value: null }
  if (yes.includes(word)) return { value: true }
  return no.includes(word) ? { value: false } : { slip: 'noBoolean' }
}

function option(field: Field, text: string): string | undefined {
  const word = text.trim().toLowerCase()
  const offered = field.options?.filter((one) => !one.archived) ?? []
  return (
    offered.find((one) => one.title.toLowerCase() === word) ??
    offered.find((one) => one.value.toLowerCase() === word)
  )?.value
}

/** An option by its title or name. */
export function parseOption(field: Field, text: string): Parsed {
  if (text.trim() === '') return { value: null }
  const value = option(field, text)
  return value === undefined ? { slip: 'noOption' } : { value }
}

/** Options between commas. */
export function parseOptions(field: Field, text: string): Parsed {
  const words = text.split(/[,，、;；]/).filter((word) => word.trim() !== '')
  const values = words.map((word) => option(field, word))
  if (values.includes(undefined)) return { slip: 'noOption' }
  return { value: values.length > 0 ? values : null }
}
