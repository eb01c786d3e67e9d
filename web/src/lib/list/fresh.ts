import type { WireRecord } from '@mortise/sdk'

const fresh = new WeakSet<WireRecord>()

/** Remembers that a record came in by itself while the list was shown. */
export function markFresh(record: WireRecord): WireRecord {
  fresh.add(record)
  return record
}

/** Whether a record came in by itself while the list was shown. */
export function isFresh(record: WireRecord): boolean {
  return fresh.has(record)
}
