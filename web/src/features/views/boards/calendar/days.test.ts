import { describe, expect, it } from 'vitest'
import { addDays, clockIn, dayIn, instantAt, shifted } from '@/lib/zone.ts'
import { addMonths, daysBetween, firstWeekday, monthOf, weekOf } from './days.ts'

describe('days', () => {
  it('are counted over the ends of months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  })

  it('stay in a shorter month', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2026-12-05', 1)).toBe('2027-01-05')
  })

  it('make weeks that begin where the language says', () => {
    expect(firstWeekday('zh-CN')).toBe(1)
    expect(weekOf('2026-11-22', 1)[0]).toBe('2026-11-16')
    expect(weekOf('2026-11-22', 7)[0]).toBe('2026-11-22')
    expect(weekOf('2026-11-21', 7)[0]).toBe('2026-11-15')
  })

  it('make the weeks of a month', () => {
    const november = monthOf('2026-11-15', 1)
    expect(november.length).toBe(6)
    expect([november[0]?.[0], november[5]?.[6]]).toEqual(['2026-10-26', '2026-12-06'])
    expect(monthOf('2027-02-10', 1).length).toBe(4)
  })
})

describe('moments', () => {
  it('have the day and the time of a zone', () => {
    expect(dayIn('2026-11-22T16:30:00Z', 'Asia/Shanghai')).toBe('2026-11-23')
    expect(clockIn('2026-11-22T16:00:00Z', 'Asia/Shanghai')).toBe('00:00')
    expect(dayIn('2026-11-22T16:30:00Z', 'America/New_York')).toBe('2026-11-22')
  })

  it('are made of a day and a time, before and after clocks are changed', () => {
    expect(instantAt('2026-11-23', '00:30', 'Asia/Shanghai')).toBe('2026-11-22T16:30:00Z')
    expect(instantAt('2026-03-28', '09:00', 'Europe/Berlin')).toBe('2026-03-28T08:00:00Z')
    expect(instantAt('2026-03-29', '09:00', 'Europe/Berlin')).toBe('2026-03-29T07:00:00Z')
    expect(instantAt('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z')
  })

  it('keep the time of the day when they move, and days stay days', () => {
    expect(shifted('2026-03-28T08:00:00Z', 1, 'Europe/Berlin')).toBe('2026-03-29T07:00:00Z')
    expect(shifted('2026-11-22T16:30:05Z', -1, 'Asia/Shanghai')).toBe('2026-11-21T16:30:05Z')
    expect(shifted('2026-02-28', 2, 'Asia/Shanghai')).toBe('2026-03-02')
  })
})
