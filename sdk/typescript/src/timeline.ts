import type { Comment } from './comments.ts'
import { Group } from './group.ts'
import { queryOf, recordPath } from './path.ts'
import type { Share } from './shares.ts'
import type { Before, HistoryEntry, Person, RecordFile } from './wire.ts'

/** Something that happened around a record. Of the members below by, the one of its kind is there; of a task, that of a record. */
export interface TimelineItem {
  kind: 'change' | 'comment' | 'task' | 'file' | 'share' | 'record' | (string & {})
  at: string
  by: Person | null
  change?: HistoryEntry
  comment?: Comment
  file?: RecordFile & { field: string }
  share?: Share
  record?: { entity: string; title: string; values: { [field: string]: unknown } }
}

/** One page of a timeline. */
export interface TimelinePage {
  data: TimelineItem[]
  next: string | null
}

/** A page of some kinds, or of all. */
export interface TimelineQuery extends Before {
  kinds?: string[]
}

/** What happens around records. */
export class Timeline extends Group {
  /** One page, the newest first; before is next of the page before. */
  list(entity: string, id: string, query: TimelineQuery = {}, signal?: AbortSignal): Promise<TimelinePage> {
    const path = recordPath(entity, id, 'timeline')
    return this.transport.send<TimelinePage>({ path, query: queryOf({ ...query }), signal })
  }

  /** All that happened, page after page. */
  async *all(
    entity: string,
    id: string,
    query: TimelineQuery = {},
    signal?: AbortSignal,
  ): AsyncGenerator<TimelineItem> {
    let before: string | undefined = query.before
    do {
      const page: TimelinePage = await this.list(entity, id, { ...query, before }, signal)
      yield* page.data
      before = page.next ?? undefined
    } while (before)
  }
}
