import { describe, expect, it } from 'vitest'
import { readTsv, writeTsv } from './tsv.ts'

describe('cells on the clipboard', () => {
  it('come back as they went', () => {
    const cells = [
      ['a', 'with\ttab', ''],
      ['two\nlines', 'say "so"', '中文'],
    ]
    expect(readTsv(writeTsv(cells))).toEqual(cells)
  })

  it('come from spreadsheets, which end each line', () => {
    expect(readTsv('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(readTsv('5" pipe\tx')).toEqual([['5" pipe', 'x']])
    expect(readTsv('')).toEqual([['']])
  })
})
