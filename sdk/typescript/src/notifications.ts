import { Group } from './group.ts'
import { listQuery, recordPath } from './path.ts'
import type { ListQuery } from './wire.ts'

/** Something that the caller was told. */
export interface Notification {
  id: string
  kind: string
  text?: string | null
  /** What it is about: the name of an entity and the id of a record. */
  entity?: string | null
  subject?: string | null
  created_at: string
  read_at?: string | null
}

/** One page of notifications. */
export interface NotificationPage {
  data: Notification[]
  next: string | null
  count?: number
}

/** What the caller was told; they are records of entity notification. */
export class Notifications extends Group {
  /** One page, the newest first unless a sort is given. */
  list(query: ListQuery = {}, signal?: AbortSignal): Promise<NotificationPage> {
    const list = listQuery({ sort: ['-created_at'], ...query })
    return this.transport.send<NotificationPage>({ path: recordPath('notification'), query: list, signal })
  }

  /** How many the caller has not read. */
  async unread(signal?: AbortSignal): Promise<number> {
    return (await this.list({ filter: 'read_at == nil', limit: 1, count: 'exact' }, signal)).count ?? 0
  }

  /** Marks a notification as read, or as unread again. */
  async markRead(id: string, at: Date | null = new Date()): Promise<void> {
    const json = { read_at: at?.toISOString() ?? null }
    await this.transport.send<unknown>({ method: 'PATCH', path: recordPath('notification', id), json })
  }
}
