import type { Condition } from './definition.ts'
import { Group } from './group.ts'
import { api, pathOf, queryOf } from './path.ts'
import type { Detail } from './wire.ts'

/** Which draft: one's own, or the one that all designers share. */
export type DraftName = 'own' | 'shared'

/** Whose draft a request is about; one's own when not given. */
export interface InDraft {
  draft?: DraftName
}

/** What a draft did to a document. */
export type DraftChange = '' | 'added' | 'changed' | 'removed'

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

/** A document that a draft changes. */
export interface ChangedDocument extends DocumentKey {
  change: DraftChange
  hash?: string
  saved_at?: string
  saved_by?: string
}

/** A place that two changed differently; a value that is missing was not there. */
export interface DesignConflict {
  pointer: string
  base?: unknown
  mine?: unknown
  theirs?: unknown
}

/** What a draft changes, and what others published against it. */
export interface DraftState {
  /** The published revision. */
  revision: number
  documents: ChangedDocument[]
  moved: DocumentKey[]
  conflicts: (DocumentKey & { conflicts: DesignConflict[] })[]
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

/** What a publish did, or the request that was filed instead. */
export interface Published {
  revision?: number
  unchanged?: boolean
  steps?: PlanStep[]
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

/** Which package, and how. */
export interface PackageRequest {
  name?: string
  /** A zip in base64, instead of a name. */
  archive?: string
  unsigned?: boolean
  /** Plan its removal. */
  remove?: boolean
  plan?: string
  choices?: { kind: string; name: string; pointer: string; take: string }[]
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
  conflicts?: (DocumentKey & DesignConflict)[]
  steps: PlanStep[]
  dependants?: DocumentKey[]
  references?: Detail[]
  records?: { entity: string; records: number }[]
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
  user: { id: string; name: string }
  place: string
  seen_at: string
}

/** Who else is in a draft; newest is another text whenever a document of it has been saved or published. */
export interface Presence {
  others: Designer[]
  newest: string
}

/** What designers do: documents, drafts, publishing and revisions. */
export class Design extends Group {
  /** The documents as the draft has them. */
  list(
    query: InDraft & { kind?: string } = {},
    signal?: AbortSignal,
  ): Promise<{ revision: number; data: DesignDocument[] }> {
    const path = pathOf('definitions')
    return this.transport.send<{ revision: number; data: DesignDocument[] }>({
      path,
      query: queryOf({ ...query }),
      signal,
    })
  }

  /** One document, with the ETag for saving it. */
  async get(
    kind: string,
    name: string,
    { draft }: InDraft = {},
    signal?: AbortSignal,
  ): Promise<{ body: { [member: string]: unknown }; etag: string }> {
    const call = { path: pathOf('definitions', kind, name), query: queryOf({ draft }), signal }
    const { body, headers } = await this.transport.sendFull<{ [member: string]: unknown }>(call)
    return { body, etag: headers.get('ETag') ?? '' }
  }

  /** Saves a document, merged with what others saved meanwhile; Stale where both changed one place. */
  async put(
    kind: string,
    name: string,
    body: unknown,
    { draft, match, noneMatch, solved }: DocumentSave = {},
  ): Promise<{ body: { [member: string]: unknown }; etag: string }> {
    const headers: { [name: string]: string } = {}
    if (match) headers['If-Match'] = match
    if (noneMatch) headers['If-None-Match'] = '*'
    const answer = await this.transport.sendFull<{ [member: string]: unknown }>({
      method: 'PUT',
      path: pathOf('definitions', kind, name),
      query: queryOf({ draft, solved: solved || undefined }),
      json: body,
      headers,
    })
    return { body: answer.body, etag: answer.headers.get('ETag') ?? '' }
  }

  /** Takes a document out. */
  async remove(kind: string, name: string, { draft, match }: DocumentSave = {}): Promise<void> {
    await this.transport.send<void>({
      method: 'DELETE',
      path: pathOf('definitions', kind, name),
      query: queryOf({ draft }),
      headers: match ? { 'If-Match': match } : undefined,
    })
  }

  /** What the draft changes. */
  draft({ draft }: InDraft = {}, signal?: AbortSignal): Promise<DraftState> {
    return this.transport.send<DraftState>({ path: pathOf('draft'), query: queryOf({ draft }), signal })
  }

  /** Who saved what when, the newest first. */
  async saves({ draft }: InDraft = {}, signal?: AbortSignal): Promise<DraftSave[]> {
    const call = { path: pathOf('draft', 'saves'), query: queryOf({ draft }), signal }
    return (await this.transport.send<{ data: DraftSave[] }>(call)).data
  }

  /** Forgets the draft, or what it changes in one document. */
  async discard({ draft, only }: InDraft & { only?: DocumentKey } = {}): Promise<void> {
    const query = queryOf({ draft, kind: only?.kind, name: only?.name })
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('draft'), query })
  }

  /** How the draft differs from what is published, in words. */
  async diff({ draft }: InDraft = {}, signal?: AbortSignal): Promise<DocumentDifference[]> {
    const call = { path: pathOf('draft', 'diff'), query: queryOf({ draft }), signal }
    return (await this.transport.send<{ data: DocumentDifference[] }>(call)).data
  }

  /** Gives a thing another name, everywhere; mend is what could not be rewritten. */
  rename(
    thing: DesignThing & { to: string },
    { draft }: InDraft = {},
  ): Promise<{ documents: ChangedDocument[]; mend: DesignReference[] }> {
    return this.act<{ documents: ChangedDocument[]; mend: DesignReference[] }>('rename', draft, thing)
  }

  /** All that is wrong with the draft: Invalid when something is. */
  async check({ draft }: InDraft = {}, signal?: AbortSignal): Promise<void> {
    await this.act<unknown>('check', draft, undefined, signal)
  }

  /** What conditions about the records of an entity are, by the draft as it is saved; in their order. */
  async conditions(
    entity: string,
    conditions: readonly string[],
    { draft }: InDraft = {},
    signal?: AbortSignal,
  ): Promise<ReadCondition[]> {
    const asked = { entity, conditions }
    return (await this.act<{ data: ReadCondition[] }>('conditions', draft, asked, signal)).data
  }

  /** What publishing the draft would do to the database. */
  async plan({ draft }: InDraft = {}, signal?: AbortSignal): Promise<PlanStep[]> {
    return (await this.act<{ steps: PlanStep[] }>('plan', draft, undefined, signal)).steps
  }

  /** What publishing the draft would change in who may do what. */
  whatIf({ draft, ...query }: InDraft & WhatIfQuery = {}, signal?: AbortSignal): Promise<WhatIf> {
    return this.act<WhatIf>('whatif', draft, query, signal)
  }

  /** Publishes the draft. With approval, a request is filed where only an approval is missing. */
  publish({
    draft,
    approval,
    ...body
  }: InDraft & { comment?: string; consent?: string[]; approval?: boolean } = {}): Promise<Published> {
    return this.transport.send<Published>({
      method: 'POST',
      path: `${api}/draft:publish`,
      query: queryOf({ draft, request: approval ? 'approval' : undefined }),
      json: body,
    })
  }

  /** How far the latest publish has come. */
  progress(signal?: AbortSignal): Promise<{ running: boolean; count: number; steps: ProgressStep[] }> {
    const call = { path: pathOf('draft', 'progress'), signal }
    return this.transport.send<{ running: boolean; count: number; steps: ProgressStep[] }>(call)
  }

  /** Tells where one is, from a session such as a browser's tab, and hears who else is there. */
  here(
    { draft, ...body }: InDraft & { place: string; session: string },
    signal?: AbortSignal,
  ): Promise<Presence> {
    return this.act<Presence>('here', draft, body, signal)
  }

  /** Tells that a session has gone. */
  async leave({ draft, session }: InDraft & { session: string }): Promise<void> {
    await this.transport.send<void>({
      method: 'DELETE',
      path: `${api}/draft:here`,
      query: queryOf({ draft, session }),
    })
  }

  /** Begins a preview of the draft, as oneself, as another user or as a role. */
  preview({ draft, ...as }: InDraft & { user?: string; role?: string } = {}): Promise<{
    id: string
    seconds: number
  }> {
    return this.act<{ id: string; seconds: number }>('preview', draft, as)
  }

  /** Ends a preview. */
  async endPreview(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('draft', 'previews', id) })
  }

  /** What refers to a thing. */
  async references(
    thing: DesignThing,
    { draft }: InDraft = {},
    signal?: AbortSignal,
  ): Promise<DesignReference[]> {
    const { kind, name, field, option } = thing
    const call = { path: pathOf('references'), query: queryOf({ kind, name, field, option, draft }), signal }
    return (await this.transport.send<{ data: DesignReference[] }>(call)).data
  }

  /** A page of revisions, the newest first; before is the number after which it goes on. */
  async revisions(before?: number, signal?: AbortSignal): Promise<Revision[]> {
    const call = { path: pathOf('revisions'), query: queryOf({ before }), signal }
    return (await this.transport.send<{ data: Revision[] }>(call)).data
  }

  /** The documents of a revision. */
  async revision(number: number, signal?: AbortSignal): Promise<(DocumentKey & { body: unknown })[]> {
    const call = { path: pathOf('revisions', String(number)), signal }
    return (await this.transport.send<{ data: (DocumentKey & { body: unknown })[] }>(call)).data
  }

  /** How a revision differs from the one before it, or how another differs from it. */
  async revisionDiff(number: number, to?: number, signal?: AbortSignal): Promise<DocumentDifference[]> {
    const call = { path: pathOf('revisions', String(number), 'diff'), query: queryOf({ to }), signal }
    return (await this.transport.send<{ data: DocumentDifference[] }>(call)).data
  }

  /** Makes a draft of an old revision; with replace it gives up what the draft changes. */
  async revert(number: number, { draft, replace }: InDraft & { replace?: boolean } = {}): Promise<void> {
    await this.transport.send<unknown>({
      method: 'POST',
      path: `${pathOf('revisions', String(number))}:revert`,
      query: queryOf({ draft }),
      json: { replace: replace ?? false },
    })
  }

  /** Tries a policy without saving it. */
  checkPolicy(
    policy: { name: string; entities: string[]; module: string; tests?: string; grants?: boolean },
    { draft }: InDraft = {},
  ): Promise<PolicyCheck> {
    const path = `${api}/policies:check`
    return this.transport.send<PolicyCheck>({ method: 'POST', path, query: queryOf({ draft }), json: policy })
  }

  /** The packages that are installed, and those that come with the product. */
  packages(signal?: AbortSignal): Promise<{
    data: { [member: string]: unknown }[]
    available: { [member: string]: unknown }[]
  }> {
    return this.transport.send<{
      data: { [member: string]: unknown }[]
      available: { [member: string]: unknown }[]
    }>({ path: pathOf('packages'), signal })
  }

  /** What installing, upgrading or removing a package would do. */
  planPackage(request: PackageRequest): Promise<PackagePlan> {
    return this.package<PackagePlan>('plan', request)
  }

  /** Installs a package, or another version of it. */
  installPackage(request: PackageRequest): Promise<Published> {
    return this.package<Published>('install', request)
  }

  /** Removes a package; its records are kept, hidden. */
  uninstallPackage(request: PackageRequest): Promise<Published> {
    return this.package<Published>('uninstall', request)
  }

  /** The published definitions as a zip, all or those of a package. */
  export(name?: string): Promise<Blob> {
    return this.transport.download({ path: `${api}/definitions:export`, query: queryOf({ package: name }) })
  }

  private package<T>(verb: string, json: PackageRequest): Promise<T> {
    return this.transport.send<T>({ method: 'POST', path: `${api}/packages:${verb}`, json })
  }

  private act<T>(
    verb: string,
    draft: DraftName | undefined,
    json?: unknown,
    signal?: AbortSignal,
  ): Promise<T> {
    const path = `${api}/draft:${verb}`
    return this.transport.send<T>({ method: 'POST', path, query: queryOf({ draft }), json, signal })
  }
}
