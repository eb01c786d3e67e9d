import type { WireRecord } from '@mortise/sdk'

/** What becomes of a record while its list is shown. It is kept in the record: the cache makes copies. */
type Marked = { _meta?: { live?: 'fresh' | 'leaving' } }

function marked(record: WireRecord, live: 'fresh' | 'leaving'): WireRecord {
  return { ...record, _meta: { ...record._meta, live } } as WireRecord
}

/** A record that came in by itself while the list is shown. */
export function asFresh(record: WireRecord): WireRecord {
  return marked(record, 'fresh')
}

/** A record that leaves the list that is shown. */
export function asLeaving(record: WireRecord): WireRecord {
  return marked(record, 'leaving')
}

/** Whether a record came in by itself while the list was shown. */
export function isFresh(record: WireRecord): boolean {
  return (record as Marked)._meta?.live === 'fresh'
}

/** Whether a record leaves the list that is shown. */
export function isLeaving(record: WireRecord): boolean {
  return (record as Marked)._meta?.live === 'leaving'
}
