import type { Language } from '@/lib/i18n/index.ts'

const units = [
  { seconds: 86_400, en: 'd', zh: '天' },
  { seconds: 3600, en: 'h', zh: '小时' },
  { seconds: 60, en: 'm', zh: '分' },
  { seconds: 1, en: 's', zh: '秒' },
]

/** A length of time in words that parseDuration reads; a text that is no number stays as it is. */
export function formatDuration(value: unknown, language: Language): string {
  const seconds = typeof value === 'number' ? value : Number.NaN
  if (!Number.isInteger(seconds)) return String(value)
  let rest = Math.abs(seconds)
  const parts: string[] = []
  for (const unit of units) {
    const count = Math.floor(rest / unit.seconds)
    rest -= count * unit.seconds
    if (count > 0) parts.push(`${count}${language === 'zh-CN' ? ` ${unit.zh}` : unit.en}`)
  }
  if (parts.length === 0) parts.push(language === 'zh-CN' ? '0 秒' : '0s')
  return (seconds < 0 ? '-' : '') + parts.join(' ')
}

const words =
  /^(?:(\d+)\s*(?:d|days?|天|日))?\s*(?:(\d+)\s*(?:h|hours?|小时|时))?\s*(?:(\d+)\s*(?:m|min|minutes?|分钟|分))?\s*(?:(\d+)\s*(?:s|sec|seconds?|秒钟|秒))?$/

/** Whole seconds of "1h 30m", "1:30", "90" and the like; null for what the server is to judge. */
export function parseDuration(text: string): number | null {
  const [, sign = '', body = ''] = /^(-?)(.*)$/.exec(text.trim().toLowerCase()) ?? []
  const clock = /^(\d{1,9}):([0-5]?\d)(?::([0-5]?\d))?$/.exec(body)
  const found = clock ? [undefined, ...clock.slice(1)] : words.exec(body)?.slice(1)
  if (body === '') return null
  const plain = /^\d{1,12}$/.test(body) ? Number(body) : null
  if (plain === null && !found) return null
  const sum = plain ?? units.reduce((total, unit, at) => total + Number(found?.[at] ?? 0) * unit.seconds, 0)
  return sign === '-' ? -sum : sum
}
