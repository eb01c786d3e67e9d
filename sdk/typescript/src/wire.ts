/** The signed-in principal. */
export interface Me {
  user: { id: string; name: string; email?: string }
  workspace: { name: string; title?: string }
  roles: string[]
  permissions: string[]
  csrf: string
  language: string
  revision: number
  /** The password was given by somebody else and must be replaced first. */
  must_change_password?: boolean
}

/** A related record, as it comes when a dotted field was asked for. */
export interface Related {
  id: string
  [field: string]: unknown
}

/** One record; its fields are those of its entity. */
export interface WireRecord {
  id: string
  _meta?: { redacted?: string[] }
  [field: string]: unknown
}

/** What a list request asks for. */
export interface ListQuery {
  fields?: string[]
  filter?: string
  sort?: string[]
  limit?: number
  after?: string
  count?: 'none' | 'exact' | 'estimated'
  q?: string
  archived?: 'only'
  /** Also give from where a stream of what changes goes on. */
  live?: '1'
}

/** One page of a list. */
export interface Page {
  data: WireRecord[]
  next?: string | null
  count?: number
  /** Where LiveQuery.from takes it up, when live was asked for. */
  live?: string
}

/** A record with the version that its ETag names. */
export interface Versioned {
  record: WireRecord
  etag: string | null
}

/** One entry of a record's history. */
export interface HistoryEntry {
  /** Orders the entries of a workspace. */
  seq?: number
  at: string
  by?: { id: string; name?: string } | null
  action: string
  fields?: HistoryField[]
  /** Through what: web, api, import, job, automation, publish, system … */
  channel?: string
  reason?: string
}

/** What became of one field. */
export interface HistoryField {
  name: string
  before?: unknown
  after?: unknown
  /** The names of the files, by id. */
  files?: { [id: string]: string }
  /** The names of the records that are pointed to, by id, as far as the caller may know them. */
  labels?: { [id: string]: string }
}

/** Who owns a record: a user or a team, by id. */
export type Owner = { user: string } | { team: string }

/** An owner with its name, as far as the caller may know it. */
export interface OwnerName {
  user?: { id: string; name?: string }
  team?: { id: string; name?: string }
}

/** One change of a record's owner; `to` is null when nobody owned it then. */
export interface OwnerEntry {
  seq: number
  at: string
  /** update, transfer, claim, release, assign, return, hand_over */
  action: string
  by?: { id: string; name?: string } | null
  from?: OwnerName | null
  to?: OwnerName | null
  pool?: string
  reason?: string
}

/** How the caller may touch a cell. */
export type CellAccess = 'write' | 'read' | 'masked'

/** What the caller may do with one record. */
export interface RecordAccess {
  actions: string[]
  fields: { [name: string]: CellAccess }
}

/** An uploaded file. */
export interface FileInfo {
  id: string
  name: string
  media_type: string
  /** In bytes. */
  size: number
}

/** What a write would bring along and what is wrong with it. */
export interface DryRun {
  values: { [field: string]: unknown }
  errors: Detail[]
}

/** A line of a CSV file that was not imported. */
export interface ImportError {
  line: number
  pointer?: string
  code: string
  message: string
}

/** The outcome of an import. */
export interface ImportResult {
  created: number
  failed: number
  errors?: ImportError[]
}

/** Work in the background. */
export interface Job {
  id: string
  kind: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  ended_at?: string | null
  done: number
  /** 0 while it is not known. */
  total: number
  /** What came of it, depending on the kind. */
  result?: unknown
  problem?: ProblemBody
}

/** One thing that is wrong, and where (RFC 9457 member "errors"). */
export interface Detail {
  pointer?: string
  code: string
  message: string
}

/** A problem+json body. */
export interface ProblemBody {
  type?: string
  title?: string
  status?: number
  code?: string
  detail?: string
  errors?: Detail[]
  retry_after?: number
  conflicts?: FieldConflict[]
  duplicates?: Duplicate[]
  may_insist?: boolean
}

/** A record that what was to be written is a duplicate of, as far as the caller may know. */
export interface Duplicate {
  /** By which it is one. */
  fields: string[]
  /** Whether it is refused even to who insists. */
  refused: boolean
  /** The name of its owner, where the rule reveals it. */
  owner?: string
  /** Nobody owns it, where the rule reveals that. */
  unowned?: boolean
  /** Its id and name, where the caller reads it and finds it by these fields. */
  record?: string
  label?: string
  archived?: boolean
}

/** How a record is written. */
export interface WriteOptions {
  /** The write is done once, however often it is sent with the same key. */
  key?: string
  /** Enter a duplicate where the rules let who insists. */
  allowDuplicate?: boolean
}

/** A field that somebody else has changed since, and that a refused update changes, too. */
export interface FieldConflict {
  field: string
  base?: unknown
  mine?: unknown
  theirs?: unknown
  by?: { id: string; name?: string }
  at?: string
}

/** One operation of a batch; a text of the form $1.id stands for what the first was answered with. */
export interface Operation {
  action: 'create' | 'update' | 'upsert' | 'archive' | 'restore' | 'transfer' | 'assign' | 'claim' | 'release'
  entity: string
  id?: string
  version?: number
  key?: string[]
  fields?: { [field: string]: unknown }
  to?: Partial<{ user: string; team: string }>
}

/** What one operation of a batch came to. */
export interface OperationResult {
  status: number
  entity: string
  id: string
  record?: WireRecord
}
