import type {
  AppliedDefinitions,
  ArchivedThing,
  BriefDocument,
  ChangedDocument,
  DesignDocument,
  DesignReference,
  DesignThing,
  DocumentDifference,
  DocumentKey,
  DocumentSave,
  DraftName,
  DraftPolicies,
  DraftSave,
  DraftState,
  InDraft,
  PackagePlan,
  PackageRequest,
  PlanStep,
  PolicyCheck,
  Presence,
  ProgressStep,
  Published,
  ReadCondition,
  RequestedPublish,
  Revision,
  SentDocument,
  WhatIf,
  WhatIfQuery,
} from './documents.ts'
import { Group } from './group.ts'
import { api, pathOf, queryOf } from './path.ts'

export type * from './documents.ts'

/** What designers do: documents, drafts, publishing and revisions. */
export class Design extends Group {
  /** The documents as the draft has them; of an entity those that belong to it, all roles and its choices. */
  list(
    query: InDraft & { kind?: string; entity?: string } = {},
    signal?: AbortSignal,
  ): Promise<{ revision: number; data: DesignDocument[] }> {
    const path = pathOf('definitions')
    return this.transport.send<{ revision: number; data: DesignDocument[] }>({
      path,
      query: queryOf({ ...query }),
      signal,
    })
  }

  /** What lists show of the documents. */
  briefs(
    query: InDraft & { kind?: string; entity?: string } = {},
    signal?: AbortSignal,
  ): Promise<{ revision: number; data: BriefDocument[] }> {
    const call = { path: pathOf('definitions'), query: queryOf({ ...query, brief: true }), signal }
    return this.transport.send<{ revision: number; data: BriefDocument[] }>(call)
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

  /** Saves a document, merged with what others saved meanwhile; StaleDocument where both changed one place. */
  async put(
    kind: string,
    name: string,
    body: unknown,
    { draft, match, noneMatch, solved }: DocumentSave = {},
  ): Promise<{ body: { [member: string]: unknown }; etag: string; created: boolean }> {
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
    const { body: saved, status } = answer
    return { body: saved, etag: answer.headers.get('ETag') ?? '', created: status === 201 }
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

  /** All that is wrong with the draft: Invalid when something is. */
  async check({ draft }: InDraft = {}, signal?: AbortSignal): Promise<void> {
    await this.act<unknown>('check', draft, undefined, signal)
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

  /** The policy that an entity would have; Invalid where it cannot be made. */
  policies(entity: string, { draft }: InDraft = {}, signal?: AbortSignal): Promise<DraftPolicies> {
    const call = { path: pathOf('draft', 'policies'), query: queryOf({ entity, draft }), signal }
    return this.transport.send<DraftPolicies>(call)
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

  /** What a request for approval would publish, for who asked and who may decide. */
  request(id: string, signal?: AbortSignal): Promise<RequestedPublish> {
    return this.transport.send<RequestedPublish>({ path: pathOf('draft', 'requests', id), signal })
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

  /** What is kept and not used by anything published. */
  async archived(signal?: AbortSignal): Promise<ArchivedThing[]> {
    return (await this.transport.send<{ data: ArchivedThing[] }>({ path: pathOf('archived'), signal })).data
  }

  /** Drops what is archived, with all values; for owners. */
  async purge(names: string[]): Promise<ArchivedThing[]> {
    const call = { method: 'POST', path: `${api}/archived:purge`, json: { names } }
    return (await this.transport.send<{ data: ArchivedThing[] }>(call)).data
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

  /** Puts the documents of a package into the draft. */
  async addPackage(documents: SentDocument[], { draft }: InDraft = {}): Promise<ChangedDocument[]> {
    const call = { method: 'POST', path: pathOf('packages'), query: queryOf({ draft }), json: { documents } }
    return (await this.transport.send<{ documents: ChangedDocument[] }>(call)).documents
  }

  /** What applying definitions of another workspace would do; extra is what they lack. */
  planDefinitions(request: AppliedDefinitions): Promise<{
    revision: number
    plan: string
    documents: ChangedDocument[]
    extra: DocumentKey[]
    steps: PlanStep[]
  }> {
    return this.transport.send({ method: 'POST', path: `${api}/definitions:plan`, json: request })
  }

  /** Applies and publishes definitions of another workspace. With approval, as in publish. */
  applyDefinitions({ approval, ...json }: AppliedDefinitions & { approval?: boolean }): Promise<Published> {
    return this.transport.send<Published>({
      method: 'POST',
      path: `${api}/definitions:apply`,
      query: queryOf({ request: approval ? 'approval' : undefined }),
      json,
    })
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
