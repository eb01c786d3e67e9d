import type { Condition } from './definition.ts'
import type { DesignConflict, Detail } from './wire.ts'

/** Which draft: one's own, or the one that all designers share. */
export type DraftName = 'own' | 'shared'

/** Whose draft a request is about; one's own when not given. */
export interface InDraft {
  draft?: DraftName
}

/** The kinds of documents that are designed. */
export type DefinitionKind =
  | 'package'
  | 'choices'
  | 'entity'
  | 'form'
  | 'view'
  | 'role'
  | 'grant'
  | 'restriction'
  | 'mask'
  | 'sharing'
  | 'pool'
  | 'obligation'
  | 'alert'
  | 'rego'

/** What a draft did to a document. */
export type DraftChange = 'same' | 'added' | 'changed' | 'removed'

/** A condition as the server has read it: without a tree where only the server can tell. */
export interface ReadCondition extends Condition {
  problems?: Detail[]
}

/** Kind and name of a document. */
export interface DocumentKey {
  kind: string
  name: string
}

/** A document of the design language. */
export interface DesignDocument extends DocumentKey {
  body: { [member: string]: unknown }
  hash: string
  change: DraftChange
}

/** What lists show of a document, as far as that can be read. */
export interface BriefDocument extends DocumentKey {
  /** In the caller's language. */
  title?: string
  /** That it is about. */
  entity?: string
  /** How many an entity has. */
  fields?: number
  /** How many a list of choices has. */
  options?: number
  icon?: string
  color?: string
  /** The app package that brought it. */
  package?: string
  hash: string
  change: DraftChange
}

/** A document that a draft changes. */
export interface ChangedDocument extends DocumentKey {
  change: DraftChange
  hash?: string
  saved_at?: string
  saved_by?: string
}

/** What a draft changes, and what others published against it. */
export interface DraftState {
  /** The published revision. */
  revision: number
  documents: ChangedDocument[]
  moved: DocumentKey[]
  conflicts: (DocumentKey & DesignConflict)[]
}

/** One saving of a document; hash is empty where it was taken out. */
export interface DraftSave extends DocumentKey {
  hash: string
  saved_at: string
  saved_by: string | null
}

/** A step of a plan. A risky one that loses something has a code by which one consents to that. */
export interface PlanStep {
  kind: string
  risk: 'safe' | 'slow' | 'destructive'
  entity: string
  field: string
  text: string
  params?: { [name: string]: unknown }
  consent?: string
}

/** A step of a publish that is at work, and how far it has come. */
export interface ProgressStep extends PlanStep {
  state: string
  total: number
  done: number
  started_at: string | null
  ended_at: string | null
}

/** Whether a publish has come through one of its stages. */
export interface PublishCondition {
  type: string
  status: boolean
  reason?: string
  /** What became of the values of a field that were converted. */
  report?: { [member: string]: unknown }
}

/** What a publish did, or the request that was filed instead. */
export interface Published {
  revision?: number
  unchanged?: boolean
  steps?: PlanStep[]
  conditions?: PublishCondition[]
  /** Of a package: whether its demo data was loaded, and how many of its records were archived. */
  demo?: boolean
  demo_archived?: number
  /** Filed where only an approval was missing. */
  request?: { id: string; state: string }
}

/** What is there after and was not before, and the reverse. */
export interface Difference {
  gained: string[]
  lost: string[]
}

/** A record by which a change is shown. */
export interface ExampleRecord {
  id: string
  label: string
}

/** What changes about the records of one entity; see docs/drafts.md. */
export interface AccessChange {
  name: string
  title: string
  visible?: 'gained' | 'lost'
  actions: Difference
  fields: { name: string; before: string; after: string }[]
  records: {
    action: string
    gained: number
    lost: number
    gained_examples: ExampleRecord[]
    lost_examples: ExampleRecord[]
  }[]
  cells: { field: string; gained: number; lost: number }[]
}

/** What publishing a draft would change in who may do what. */
export interface WhatIf {
  revision: number
  partial: boolean
  left_out: { users: number; entities: string[] }
  roles: {
    name: string
    title: string
    holders: number
    permissions: Difference
    entities: AccessChange[]
  }[]
  users: {
    id: string
    name?: string
    roles: Difference
    permissions: Difference
    entities: AccessChange[]
  }[]
  took_ms: number
}

/** What a what-if is limited to. */
export interface WhatIfQuery {
  entities?: string[]
  users?: string[]
  roles?: string[]
  time_limit_ms?: number
}

/** A thing that documents name. */
export interface DesignThing extends DocumentKey {
  field?: string
  option?: string
}

/** A place that names a thing: characters from and to of the text at the pointer. */
export interface DesignReference extends DocumentKey {
  pointer: string
  from: number
  to: number
  thing: DesignThing
  /** Found as a word in a policy written by hand. */
  searched?: boolean
}

/** How one document differs, in words. */
export interface DocumentDifference extends DocumentKey {
  change: DraftChange
  words: { pointer: string; code: string; text: string; params?: { [name: string]: unknown } }[]
}

/** A publish of the past. */
export interface Revision {
  number: number
  published_at: string
  /** Id of the user; null for the product itself. */
  published_by: string | null
  comment: string
  conditions: PublishCondition[]
}

/** What a policy written by hand is found to be. */
export interface PolicyCheck {
  problems: Detail[]
  warnings: Detail[]
  formatted: string
  coverage: number | null
  missed: number[]
  tests: { name: string; passed: boolean; text?: string }[]
}

/** The policy of an entity as a draft has it. */
export interface DraftPolicies {
  entity: string
  /** What is generated, in Rego. */
  module: string
  rules: PolicyRule[]
  /** Those written by hand that take part in it. */
  custom: { name: string; module: string }[]
}

/** Lines of a module, counted from 1, that are made from a document; of kind entity is what the entity itself says. */
export interface PolicyRule {
  kind: 'entity' | 'grant' | 'restriction' | 'mask' | 'pool' | 'sharing' | 'obligation'
  name: string
  title: string
  role?: string
  line_from: number
  line_to: number
}

/** What is kept and not used by anything published: a table, or a column of one. */
export interface ArchivedThing {
  /** By which it is purged. */
  name: string
  table: string
  column?: string
  /** What it was called. */
  title: string
  records: number
  bytes: number
}

/** A document as it is sent with others; without a body it is to be removed. */
export interface SentDocument extends DocumentKey {
  body: unknown
}

/** Definitions of another workspace that are to be applied. */
export interface AppliedDefinitions {
  format?: number
  documents: SentDocument[]
  /** Also remove what is not among them. */
  delete?: boolean
  plan?: string
  consent?: string[]
  comment?: string
}

/** What a request for approval would publish. */
export interface RequestedPublish {
  revision: number
  comment: string
  documents: SentDocument[]
  /** The same in words, against the revision. */
  changes: DocumentDifference[]
  /** Another revision was published since: approving it would fail. */
  overtaken: boolean
}

/** Which package, and how. */
export interface PackageRequest {
  name?: string
  /** A zip in base64, instead of a name. */
  archive?: string
  unsigned?: boolean
  /** Plan its removal. */
  remove?: boolean
  plan?: string
  /** What to take where the package and the workspace differ. */
  choices?: { document: DocumentKey; pointer: string; take: 'mine' | 'theirs' }[]
  consent?: string[]
  demo?: boolean
  comment?: string
}

/** What installing, upgrading or removing a package would do. */
export interface PackagePlan {
  package?: { [member: string]: unknown }
  name?: string
  from?: unknown
  signer?: string
  revision: number
  plan: string
  documents: ChangedDocument[]
  conflicts?: (DesignConflict & { document: DocumentKey })[]
  steps: PlanStep[]
  dependants?: DocumentKey[]
  references?: Detail[]
  records?: { entity: string; records: number; archived: number }[]
  consent?: string[]
}

/** How a save is guarded against those of others. */
export interface DocumentSave extends InDraft {
  /** The ETag of the document that the change was made from. */
  match?: string
  /** Only where there is none yet. */
  noneMatch?: boolean
  /** It solves what clashed with what was published. */
  solved?: boolean
}

/** Somebody who is in a draft, and where: the path of the page below the designers. */
export interface Designer {
  /** The name is empty where one may not know it. */
  user: { id: string; name: string }
  place: string
  seen_at: string
}

/** Who else is in a draft; newest is another text whenever a document of it has been saved or published. */
export interface Presence {
  others: Designer[]
  newest: string
  /** The last few savings, the newest first. */
  saves: RecentSave[]
}

/** One of the newest savings; hash is empty where the document was taken out. */
export interface RecentSave extends DocumentKey {
  hash: string
  by: { id: string; name: string } | null
  at: string
}
