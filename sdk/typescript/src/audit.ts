/** Which entries of the audit to list. */
export interface AuditQuery {
  kind?: string
  /** Id of a user. */
  actor?: string
  action?: string
  entity?: string
  object?: string
  from?: string
  to?: string
  limit?: number
  after?: string
}

/** Something that was done, or refused. */
export interface AuditEntry {
  at: string
  action: string
  result: string
  actor?: string
  on_behalf?: string
  address?: string
  channel?: string
  entity?: string
  object?: string
  detail?: unknown
}

/** One page of the audit. */
export interface AuditPage {
  data: AuditEntry[]
  /** Of actors and objects, by id. */
  names: { [id: string]: string }
  next?: string
}
