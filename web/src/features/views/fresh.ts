import type { WireRecord } from '@mortise/sdk'

const fresh = new WeakSet<WireRecord>()
const leaving = new WeakSet<WireRecord>()

/** Remembers that a record came in by itself while the list was shown. */
export function markFresh(record: WireRecord): WireRecord {
  fresh.add(record)
  return record
}

/** Whether a record came in by itself while the list was shown. */
export function isFresh(record: WireRecord): boolean {
  return fresh.has(record)
}

/** A record as it is while it leaves the list that is shown. */
export function asLeaving(record: WireRecord): WireRecord {
  const copy = { ...record }
  leaving.add(copy)
  return copy
}

/** Whether a record leaves the list that is shown. */
export function isLeaving(record: WireRecord): boolean {
  return leaving.has(record)
}
