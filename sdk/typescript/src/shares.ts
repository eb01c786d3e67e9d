import { Group } from './group.ts'
import { recordPath, writeHeaders } from './path.ts'
import type { Person, ShareLevel, ShareTo, WriteOptions } from './wire.ts'

/** A record's being shared with a user, team, role or department. */
export interface Share {
  id: string
  to: SharedWith
  level: string
  /** manual, app:<name> … */
  cause: string
  by: Person | null
  at: string
  until: string | null
  expired: boolean
  reason?: string
}

/** With whom a record is shared. */
export interface SharedWith {
  kind: string
  id: string
  name?: string
}

/** With whom a record is to be shared, how far and how long. */
export interface ShareRequest {
  to: ShareTo
  level: ShareLevel
  until?: string | null
  /** app:<name>; manual when not given. */
  cause?: string
  reason?: string
}

/** With whom records are shared. */
export class Shares extends Group {
  /** The shares of a record that concern the caller. */
  async list(entity: string, id: string, signal?: AbortSignal): Promise<Share[]> {
    const path = recordPath(entity, id, 'shares')
    return (await this.transport.send<{ data: Share[] }>({ path, signal })).data
  }

  /** Shares a record. */
  add(entity: string, id: string, share: ShareRequest, options: WriteOptions = {}): Promise<Share> {
    const call = {
      method: 'POST',
      path: `${recordPath(entity, id)}:share`,
      json: share,
      headers: writeHeaders(options),
    }
    return this.transport.send<Share>(call)
  }

  /** Ends one share. */
  async remove(entity: string, id: string, share: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: recordPath(entity, id, 'shares', share) })
  }
}
