import type { Duplicate } from './duplicates.ts'

/** The signed-in principal. */
export interface Me {
  user: { id: string; name: string; email?: string }
  workspace: { name: string; title?: string }
  roles: string[]
  permissions: string[]
  /** Not there for who calls with a token. */
  csrf?: string
  language: string
  /** The time zone by its IANA name. */
  zone?: string
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
  /** There are more than count. */
  count_capped?: boolean
  /** Where LiveQuery.from takes it up, when live was asked for. */
  live?: string
}

/** A record with the version that its ETag names. */
export interface Versioned {
  record: WireRecord
  etag: string | null
}

/** Somebody, or a record, by id; without a name when the caller may not know it. */
export interface Person {
  id: string
  name?: string
}

/** One entry of a record's history. */
export interface HistoryEntry {
  /** Orders the entries of a workspace. */
  seq?: number
  at: string
  by?: Person | null
  /** For whom somebody else did it. */
  on_behalf?: Person
  action: string
  /** web, api, import, job … */
  channel?: string
  reason?: string
  /** That the record had then. */
  version?: number
  fields?: HistoryField[]
  /** Of what shared the record or ended a share. */
  share?: {
    to: { kind: string; id: string; name?: string }
    level: string
    cause: string
    until: string | null
  }
}

/** A field before and after; labels names records by id, files those of a field of files. */
export interface HistoryField {
  name: string
  before?: unknown
  after?: unknown
  labels?: { [id: string]: string }
  files?: { [id: string]: string }
}

/** Who owns a record: a user or a team, by id. */
export type Owner = { user: string } | { team: string }

/** An owner with its name, as far as the caller may know it. */
export interface OwnerName {
  user?: Person
  team?: Person
}

/** One change of a record's owner; `to` is null when nobody owned it then. */
export interface OwnerEntry {
  seq: number
  at: string
  /** update, transfer, claim, release, assign, return, hand_over */
  action: string
  by?: Person | null
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

/** A file that a record names. */
export interface RecordFile extends FileInfo {
  created_at: string
  sha256: string
}

/** An address that works without signing in, until then. */
export interface Link {
  url: string
  expires_at: string
}

/** What a write would bring along, what is wrong with it and what it would be a duplicate of. */
export interface DryRun {
  values: { [field: string]: unknown }
  errors: Detail[]
  duplicates?: Duplicate[]
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

/** One thing that is wrong, and where (RFC 9457 member "errors"). */
export interface Detail {
  pointer?: string
  code: string
  message: string
  /** What the message was made with. */
  params?: { [name: string]: unknown }
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
  conflicts?: FieldConflict[] | DesignConflict[]
  current_version?: number
  current_hash?: string
  duplicates?: Duplicate[]
  may_insist?: boolean
  obligations?: UnmetObligation[]
}

/** What has to happen before something that is allowed. */
export interface UnmetObligation {
  id: string
  title: string
  /** approval, reason, second_factor; empty for what nobody can meet. */
  needs: string
  /** The role whose holders approve. */
  by?: string
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

/** A place of a document that two changed differently; a value that is missing was not there. */
export interface DesignConflict {
  pointer: string
  base?: unknown
  mine?: unknown
  theirs?: unknown
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

/** An expression (status == 'new' && owner == me) or a JSON filter. */
export type Filter = string | { [name: string]: unknown }

/** How far a record is shared. */
export type ShareLevel = 'read' | 'write' | 'full'

/** Exactly one of these, by id; only shares go to a role or a department. */
export interface ShareTo {
  user?: string
  team?: string
  role?: string
  department?: string
}

/** A page before a mark, which the former page ended with. */
export interface Before {
  before?: string
  limit?: number
}

/** What comes along with a write. */
export interface WriteOptions {
  /** Why; some grants ask for it. */
  reason?: string
  /** An Idempotency-Key of one's own; the client makes one where it tries again. */
  key?: string
}

/** What comes along with the making of a record or a change of its fields. */
export interface SaveOptions extends WriteOptions {
  /** Write it even though it is a duplicate, as far as the entity's rules let anybody insist. */
  allowDuplicate?: boolean
}

/** What hangs on a record. */
export interface Dependants {
  /** The record cannot be archived because of them. */
  blocked: boolean
  dependants: Dependant[]
  /** Records that the caller may not know. */
  hidden: number
}

/** The records of one entity that lead to a record by one field. */
export interface Dependant {
  entity: string
  title: string
  field: string
  fieldTitle: string
  onDelete: string
  count: number
  archived: number
}
