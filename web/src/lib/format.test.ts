import { describe, expect, it } from 'vitest'
import { formatAgo, formatDate, formatMoney, formatNumber, formatPhone } from './format.ts'

describe('formatting', () => {
  it('writes amounts with a sign and no idle cents', () => {
    expect(formatMoney(768000, 'zh-CN', 'CNY')).toBe('¥ 768,000')
    expect(formatMoney(12.5, 'en', 'USD')).toBe('$ 12.50')
    expect(formatMoney(-3, 'zh-CN', 'CNY')).toBe('-¥ 3')
  })

  it('writes numbers and dates as the language does', () => {
    expect(formatNumber(1234.5, 'en')).toBe('1,234.5')
    expect(formatDate('2026-01-31', 'zh-CN')).toBe('2026-01-31')
    expect(formatDate('2026-01-31', 'en')).toBe('Jan 31, 2026')
  })

  it('groups Chinese mobile numbers and leaves others alone', () => {
    expect(formatPhone('+8613812345678')).toBe('138 1234 5678')
    expect(formatPhone('138****5678')).toBe('138****5678')
    expect(formatPhone('+442071234567')).toBe('+442071234567')
  })

  it('says how long ago', () => {
    const now = Date.parse('2026-11-22T12:00:00Z')
    expect(formatAgo('2026-11-21T12:00:00Z', 'zh-CN', now)).toBe('昨天')
    expect(formatAgo('2026-11-22T11:00:00Z', 'en', now)).toBe('1 hour ago')
  })
})
