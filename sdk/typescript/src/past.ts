import { Group } from './group.ts'
import { queryOf, recordPath } from './path.ts'
import type { Detail, HistoryEntry, HistoryField, WireRecord } from './wire.ts'

/** One page of a history. */
export interface HistoryPage {
  data: HistoryEntry[]
  next: number | null
}

/** What going back to a version would change. */
export interface Reversion {
  version: number
  changes: HistoryField[]
  /** What stays, and why. */
  skipped: Detail[]
}

/** What records were, and back to it. */
export class Past extends Group {
  /** One page of what happened to a record, the newest first; before is next of the page before. */
  history(entity: string, id: string, before?: number, signal?: AbortSignal): Promise<HistoryPage> {
    const path = recordPath(entity, id, 'history')
    return this.transport.send<HistoryPage>({ path, query: queryOf({ before }), signal })
  }

  /** All that happened to a record, page after page. */
  async *allHistory(entity: string, id: string, signal?: AbortSignal): AsyncGenerator<HistoryEntry> {
    let before: number | undefined
    do {
      const page: HistoryPage = await this.history(entity, id, before, signal)
      yield* page.data
      before = page.next ?? undefined
    } while (before)
  }

  /** Takes one entry of the history back; refused when the same fields were changed since. */
  undo(entity: string, id: string, seq: number, reason?: string): Promise<WireRecord> {
    return this.transport.send<WireRecord>({
      method: 'POST',
      path: `${recordPath(entity, id)}:undo`,
      json: { seq, reason },
    })
  }

  /** Makes a record as it was at a version. */
  revert(entity: string, id: string, version: number, reason?: string): Promise<WireRecord> {
    const call = { method: 'POST', path: `${recordPath(entity, id)}:revert`, json: { version, reason } }
    return this.transport.send<WireRecord>(call)
  }

  /** What a revert would change; nothing is written. */
  previewRevert(entity: string, id: string, version: number, signal?: AbortSignal): Promise<Reversion> {
    const call = {
      method: 'POST',
      path: `${recordPath(entity, id)}:revert`,
      json: { version, dry: true },
      signal,
    }
    return this.transport.send<Reversion>(call)
  }
}
