import type { Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { setZone } from '@/lib/zone.ts'
import {
  parseBoolean,
  parseDate,
  parseMoment,
  parseNumber,
  parseOption,
  parseOptions,
  parseWhole,
} from './parse.ts'

const field: Field = {
  name: 'stage',
  type: 'choice',
  title: 'Stage',
  options: [
    { value: 'new', title: '新客户' },
    { value: 'won', title: 'Won' },
    { value: 'old', title: 'Old', archived: true },
  ],
}

describe('texts that are pasted', () => {
  it('become numbers as they are drawn', () => {
    expect(parseNumber(field, '¥ 1,768,000.50')).toEqual({ value: 1768000.5 })
    expect(parseNumber(field, '55%')).toEqual({ value: 55 })
    expect(parseNumber(field, ' ')).toEqual({ value: null })
    expect(parseNumber(field, '12a')).toEqual({ slip: 'noNumber' })
  })

  it('become moments in the zone of the account, or in the one that they tell', () => {
    setZone('Asia/Kathmandu')
    expect(parseMoment(field, '2026-11-06 02:15')).toEqual({ value: '2026-11-05T20:30:00Z' })
    expect(parseMoment(field, '2026-11-06T02:15:00+01:00')).toEqual({ value: '2026-11-06T01:15:00Z' })
    expect(parseMoment(field, '2026-02-30 02:15')).toEqual({ slip: 'noDate' })
    setZone(undefined)
  })

  it('become whole numbers only where nothing is lost', () => {
    expect(parseWhole(field, '1,768')).toEqual({ value: 1768 })
    expect(parseWhole(field, '2.0')).toEqual({ value: 2 })
    expect(parseWhole(field, '')).toEqual({ value: null })
    expect(parseWhole(field, '1.5')).toEqual({ slip: 'noWhole' })
    expect(parseWhole(field, '9007199254740993')).toEqual({ slip: 'noWhole' })
    expect(parseWhole(field, '12a')).toEqual({ slip: 'noNumber' })
  })

  it('become days in the ways they are written, and no others', () => {
    for (const text of ['2026-11-05', '2026/11/5', '2026年11月5日', 'Nov 5, 2026'])
      expect(parseDate(field, text)).toEqual({ value: '2026-11-05' })
    expect(parseDate(field, '2026-02-30')).toEqual({ slip: 'noDate' })
    expect(parseDate(field, '12')).toEqual({ slip: 'noDate' })
  })

  it('become options by title or name, but not those no longer offered', () => {
    expect(parseOption(field, '新客户')).toEqual({ value: 'new' })
    expect(parseOption(field, 'WON')).toEqual({ value: 'won' })
    expect(parseOption(field, 'Old')).toEqual({ slip: 'noOption' })
    expect(parseOptions(field, '新客户、Won')).toEqual({ value: ['new', 'won'] })
  })

  it('become yes and no', () => {
    expect(parseBoolean(field, '是')).toEqual({ value: true })
    expect(parseBoolean(field, 'perhaps')).toEqual({ slip: 'noBoolean' })
  })
})
