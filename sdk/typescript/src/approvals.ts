import { Group } from './group.ts'
import { recordPath, writeHeaders } from './path.ts'
import type { SharedWith } from './shares.ts'
import type { HistoryField, OwnerName, Person, ShareLevel, ShareTo, WireRecord } from './wire.ts'

/** What a request for an approval is about, as far as the caller may know. */
export interface ApprovalSummary {
  id: string
  state: string
  action: string
  entity: string
  title: string
  requester: Person
  reason?: string
  record?: Person
  fields?: ApprovalChange[]
  to?: OwnerName
  share?: { to: SharedWith; level: string; until: string | null }
  /** There is more that the caller may not know. */
  withheld: boolean
}

/** A field that a request would change. */
export interface ApprovalChange extends Pick<HistoryField, 'name' | 'before' | 'after'> {
  title: string
  /** Names of records by id. */
  names?: { [id: string]: string }
}

/** A write that needs an approval. */
export interface Asked {
  action:
    | 'create'
    | 'update'
    | 'archive'
    | 'restore'
    | 'purge'
    | 'transfer'
    | 'assign'
    | 'claim'
    | 'release'
    | 'share'
  entity: string
  /** Of all but create. */
  id?: string
  /** Of create and update. */
  fields?: { [field: string]: unknown }
  /** Of transfer, assign and share. */
  to?: ShareTo
  /** Of share. */
  level?: ShareLevel
  until?: string | null
  reason?: string
}

/** A request that was filed. */
export interface Filed {
  id: string
  state: 'pending'
}

/** Requests for approvals; they are records of entity approval. */
export class Approvals extends Group {
  /** Asks for a write; undefined when it needed no approval and was done. */
  async ask(asked: Asked): Promise<Filed | undefined> {
    const { action, entity, id, fields, to, level, until, reason } = asked
    const path = recordPath(entity, id)
    const headers = writeHeaders({ reason })
    const query = { request: 'approval' }
    const plain: { [action: string]: string } = { create: 'POST', update: 'PATCH', archive: 'DELETE' }
    const method = plain[action]
    const call = method
      ? { method, path, query, headers, json: action === 'archive' ? undefined : (fields ?? {}) }
      : {
          method: 'POST',
          path: `${path}:${action}`,
          query,
          headers,
          json: bodyOf(action, { to, level, until }),
        }
    const answer = await this.transport.send<{ request?: Filed } | undefined>(call)
    return answer?.request
  }

  /** What a request is about. */
  summary(id: string, signal?: AbortSignal): Promise<ApprovalSummary> {
    return this.transport.send<ApprovalSummary>({ path: recordPath('approval', id, 'request'), signal })
  }

  /** Grants a request. */
  approve(id: string, comment?: string): Promise<WireRecord> {
    return this.decide(id, 'approve', comment)
  }

  /** Refuses a request. */
  reject(id: string, comment?: string): Promise<WireRecord> {
    return this.decide(id, 'reject', comment)
  }

  /** Takes the caller's own request back. */
  withdraw(id: string, comment?: string): Promise<WireRecord> {
    return this.decide(id, 'withdraw', comment)
  }

  private decide(id: string, decision: string, comment?: string): Promise<WireRecord> {
    const call = { method: 'POST', path: `${recordPath('approval', id)}:${decision}`, json: { comment } }
    return this.transport.send<WireRecord>(call)
  }
}

/** What an action on a record is sent with. */
function bodyOf(action: string, body: Pick<Asked, 'to' | 'level' | 'until'>): unknown {
  if (action === 'share') return body
  return action === 'transfer' || action === 'assign' ? { to: body.to } : undefined
}
