import { afterEach, describe, expect, it } from 'vitest'
import { formatDateTime, formatMoment } from './format.ts'
import { browserZone, clockIn, currentZone, dayIn, instantAt, setZone, shifted, wallIn } from './zone.ts'

/** East of UTC by 5:45 all year; and one whose clocks leap. */
const kathmandu = 'Asia/Kathmandu'
const berlin = 'Europe/Berlin'

afterEach(() => setZone(undefined))

describe('the zone of the account', () => {
  it('is the browser’s until one is chosen that is known', () => {
    expect(currentZone()).toBe(browserZone())
    setZone(kathmandu)
    expect(currentZone()).toBe(kathmandu)
    setZone('Moon/Base')
    expect(currentZone()).toBe(browserZone())
    setZone(null)
    expect(currentZone()).toBe(browserZone())
  })

  it('is what moments are written by', () => {
    setZone(kathmandu)
    expect(formatDateTime('2026-11-05T20:30:00Z', 'zh-CN')).toBe('2026-11-06 02:15')
    expect(formatDateTime('2026-11-05T20:30:00Z', 'en')).toBe('Nov 6, 2026 02:15')
    expect(formatDateTime('2026-11-05T20:30:00Z', 'en', 'UTC')).toBe('Nov 5, 2026 20:30')
    expect(formatDateTime('whenever', 'en')).toBe('whenever')
  })

  it('tells what is of today from what is not', () => {
    setZone(kathmandu)
    const now = Date.parse('2026-11-05T19:00:00Z')
    expect(formatMoment(Date.parse('2026-11-05T18:20:00Z'), 'en', now)).toBe('00:05')
    expect(formatMoment(Date.parse('2026-11-05T18:10:00Z'), 'en', now)).toBe('Nov 5, 2026 23:55')
  })
})

describe('clocks', () => {
  it('show an instant, and give it back', () => {
    for (const at of [
      '2026-03-29T00:59:00Z',
      '2026-03-29T01:00:00Z',
      '2026-07-01T12:00:00Z',
      '2026-12-31T23:30:00Z',
    ])
      for (const zone of [kathmandu, berlin, 'America/New_York', 'UTC'])
        expect(instantAt(dayIn(at, zone), clockIn(at, zone), zone)).toBe(at)
    expect(wallIn('2026-03-29T01:00:00Z', berlin)).toBe('2026-03-29T03:00:00')
  })

  it('leap once a year, and what is moved over that keeps its hour', () => {
    expect(instantAt('2026-03-29', '02:30', berlin)).toBe('2026-03-29T01:30:00Z')
    expect(instantAt('2026-03-08', '02:30', 'America/New_York')).toBe('2026-03-08T07:30:00Z')
    // Where they leap at midnight, a day begins at one.
    expect(wallIn(instantAt('2026-09-06', '00:00', 'America/Santiago'), 'America/Santiago')).toBe(
      '2026-09-06T01:00:00',
    )
    expect(shifted('2026-03-28T08:00:00Z', 1, berlin)).toBe('2026-03-29T07:00:00Z')
  })
})
