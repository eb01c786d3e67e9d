import type { WireRecord } from '@mortise/sdk'

/** Where a record stands among sorted ones. */
export function placeIn(rows: WireRecord[], record: WireRecord, sort: string[]): number {
  const at = rows.findIndex((row) => compare(record, row, sort) < 0)
  return at < 0 ? rows.length : at
}

function compare(one: WireRecord, other: WireRecord, sort: string[]): number {
  for (const key of sort) {
    const down = key.startsWith('-')
    const name = down ? key.slice(1) : key
    const order = compareValues(one[name], other[name])
    if (order !== 0) return down ? -order : order
  }
  return -1
}

function compareValues(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0
  return 0
}
