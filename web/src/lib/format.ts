import dayjs from 'dayjs'
import type { Language } from './i18n/index.ts'
import { clockIn, currentZone, dayIn, wallIn } from './zone.ts'

const cache = new Map<string, Intl.NumberFormat>()

function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  let format = cache.get(key)
  if (!format) {
    format = new Intl.NumberFormat(language, options)
    cache.set(key, format)
  }
  return format
}

/** A number in the reader's language; scale fixes the digits after the point. */
export function formatNumber(value: number, language: Language, scale?: number): string {
  const options = scale === undefined ? { maximumFractionDigits: 15 } : { maximumFractionDigits: scale }
  return numberFormat(language, options).format(value)
}

/** An amount with its currency sign; whole amounts show no cents. */
export function formatMoney(value: number, language: Language, currency = 'CNY'): string {
  const digits = Number.isInteger(value) ? 0 : 2
  return numberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(value)
    .replace(/^(-?)(\D+?)\s*(?=\d)/u, '$1$2 ')
}

/** The sign of a currency. */
export function currencySign(language: Language, currency = 'CNY'): string {
  const parts = numberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}

/** The size of a file, of bytes. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** A calendar day. */
export function formatDate(value: string, language: Language): string {
  const day = dayjs(value)
  if (!day.isValid()) return value
  return day.format(language === 'zh-CN' ? 'YYYY-MM-DD' : 'MMM D, YYYY')
}

/** An instant, by the clocks of the reader's time zone unless another is told. */
export function formatDateTime(value: string, language: Language, zone = currentZone()): string {
  if (Number.isNaN(Date.parse(value))) return value
  const wall = wallIn(value, zone)
  return `${formatDate(wall.slice(0, 10), language)} ${wall.slice(11, 16)}`
}

/** An instant as it is spoken of: the time where it is of today. */
export function formatMoment(value: number, language: Language, now = Date.now()): string {
  const zone = currentZone()
  if (dayIn(value, zone) === dayIn(now, zone)) return clockIn(value, zone)
  return formatDateTime(new Date(value).toISOString(), language)
}

/** How long ago an instant was, in words. */
export function formatAgo(value: string, language: Language, now = Date.now()): string {
  const seconds = Math.round((new Date(value).getTime() - now) / 1000)
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ['year', 31_536_000],
    ['month', 2_592_000],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ]
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  // 现在 cannot be said of what has happened.
  return language === 'zh-CN' ? '刚刚' : format.format(0, 'second')
}

/** A telephone number grouped for reading; masked and foreign ones stay as they are. */
export function formatPhone(value: string): string {
  const local = /^(?:\+86)?(1\d{2})(\d{4})(\d{4})$/.exec(value)
  return local ? `${local[1]} ${local[2]} ${local[3]}` : value
}
