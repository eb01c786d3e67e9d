import type { Entity, WireRecord } from '@mortise/sdk'

/** The record of a page, for what other features put into it. */
export interface RecordPlace {
  entity: Entity
  record: WireRecord
  name: string
  /** Whether the rules allow an action on this record now. */
  may: (action: string) => boolean
  /** Fetches anew what has changed. */
  refresh: () => Promise<void>
}
