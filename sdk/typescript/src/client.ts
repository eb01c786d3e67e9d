import type { Description } from './definition.ts'
import { type LiveEvent, type LiveQuery, live } from './live.ts'
import { type ClientOptions, Transport } from './transport.ts'
import { type EntityOf, TypedRecords } from './typed.ts'
import type {
  DryRun,
  FileInfo,
  HistoryEntry,
  ImportResult,
  Job,
  ListQuery,
  Me,
  Operation,
  OperationResult,
  Owner,
  OwnerEntry,
  Page,
  RecordAccess,
  Versioned,
  WireRecord,
  WriteOptions,
} from './wire.ts'

const api = '/api/v1'

function recordPath(entity: string, id?: string): string {
  const base = `${api}/records/${encodeURIComponent(entity)}`
  return id === undefined ? base : `${base}/${encodeURIComponent(id)}`
}

function listQuery(query: ListQuery): { [name: string]: string | undefined } {
  return {
    fields: query.fields?.join(','),
    filter: query.filter,
    sort: query.sort?.join(','),
    limit: query.limit?.toString(),
    after: query.after,
    count: query.count,
    q: query.q,
    archived: query.archived,
    live: query.live,
  }
}

/** What a write carries beside its values. */
function written(options: WriteOptions): {
  query: { [name: string]: string | undefined }
  headers?: { [name: string]: string }
} {
  return {
    query: { allow_duplicate: options.allowDuplicate ? '1' : undefined },
    headers: options.key ? { 'Idempotency-Key': options.key } : undefined,
  }
}

/** A client of one workspace. Every method throws Problem when refused. */
export class Client {
  private readonly transport: Transport

  constructor(options: ClientOptions = {}) {
    this.transport = new Transport(options)
  }

  /** Signs in; the session is kept in a cookie. */
  async signIn(login: string, password: string, code?: string): Promise<Me> {
    const path = `${api}/session`
    return this.remember(
      await this.transport.send<Me>({ method: 'POST', path, json: { login, password, code } }),
    )
  }

  /** Ends the session. */
  async signOut(): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: `${api}/session` })
    this.transport.csrf = ''
  }

  /** The signed-in principal. */
  async me(signal?: AbortSignal): Promise<Me> {
    return this.remember(await this.transport.send<Me>({ path: `${api}/me`, signal }))
  }

  /** Stores the principal's language. */
  async setLanguage(language: string): Promise<void> {
    await this.transport.send<unknown>({ method: 'PATCH', path: `${api}/me`, json: { language } })
  }

  /** Replaces the principal's own password. */
  async changePassword(current: string, next: string): Promise<void> {
    const path = `${api}/me/password`
    await this.transport.send<unknown>({ method: 'POST', path, json: { current, new: next } })
  }

  /** Whether the workspace still has no administrator. */
  async setupNeeded(): Promise<boolean> {
    return (await this.transport.send<{ needed: boolean }>({ path: `${api}/setup` })).needed
  }

  /** Makes the first administrator, with the token of the one-time link. */
  async setup(first: { token: string; email: string; password: string; name: string }): Promise<void> {
    await this.transport.send<unknown>({ method: 'POST', path: `${api}/setup`, json: first })
  }

  /**
   * The definitions, as far as the principal may know them: of the entities that are named, at most
   * 200, or of all. A workspace of more describes those that are not named in brief.
   */
  describe(signal?: AbortSignal, entities: readonly string[] = []): Promise<Description> {
    const query = entities.length > 0 ? { entities: entities.join(',') } : undefined
    return this.transport.send<Description>({ path: `${api}/describe`, query, signal })
  }

  /** One page of records. */
  list(entity: string, query: ListQuery = {}, signal?: AbortSignal): Promise<Page> {
    return this.transport.send<Page>({ path: recordPath(entity), query: listQuery(query), signal })
  }

  /** Every record of a list, page after page. */
  async *all(entity: string, query: ListQuery = {}, signal?: AbortSignal): AsyncGenerator<WireRecord> {
    let after = query.after
    do {
      const page = await this.list(entity, { ...query, after }, signal)
      yield* page.data
      after = page.next ?? undefined
    } while (after)
  }

  /** The records of an entity with their types, as "mortise generate --lang ts" writes them. */
  records<Read extends { id: string }, Values>(of: EntityOf<Read, Values>): TypedRecords<Read, Values> {
    return new TypedRecords(this, of)
  }

  /** What changes in a list, or of one record, as it happens. */
  live(entity: string, query: LiveQuery = {}, id?: string): AsyncGenerator<LiveEvent> {
    return live(this.transport, `${recordPath(entity, id)}:live`, query)
  }

  /** One record. */
  async get(entity: string, id: string, fields?: string[], signal?: AbortSignal): Promise<Versioned> {
    const query = { fields: fields?.join(',') }
    const answer = await this.transport.sendFull<WireRecord>({ path: recordPath(entity, id), query, signal })
    return { record: answer.body, etag: answer.headers.get('ETag') }
  }

  /** Makes a record. */
  create(
    entity: string,
    values: { [field: string]: unknown },
    options: WriteOptions = {},
  ): Promise<WireRecord> {
    const path = recordPath(entity)
    return this.transport.send<WireRecord>({ method: 'POST', path, json: values, ...written(options) })
  }

  /** Makes the record of a business key, or changes it: key names the fields of a unique rule. */
  upsert(entity: string, key: string[], values: { [field: string]: unknown }): Promise<WireRecord> {
    const query = { key: key.join(',') }
    return this.transport.send<WireRecord>({ method: 'PUT', path: recordPath(entity), query, json: values })
  }

  /** Does up to 200 operations, one after the other: all of them or none. */
  async batch(operations: Operation[]): Promise<OperationResult[]> {
    const call = { method: 'POST', path: `${api}/batch`, json: { operations } }
    return (await this.transport.send<{ results: OperationResult[] }>(call)).results
  }

  /** Makes a bearer token for a program, with some scopes or all rights of the principal; it is told once. */
  token(
    options: { name?: string; scopes?: string[]; days?: number } = {},
  ): Promise<{ token: string; expires_at: string }> {
    const call = { method: 'POST', path: `${api}/me/tokens`, json: options }
    return this.transport.send<{ token: string; expires_at: string }>(call)
  }

  /** Signs in as a program does and gives a bearer token, for ClientOptions.token. */
  async signInForToken(login: string, password: string, code?: string): Promise<string> {
    const json = { login, password, code, kind: 'token' }
    const call = { method: 'POST', path: `${api}/session`, json }
    return (await this.transport.send<{ token: string }>(call)).token
  }

  /** Changes fields of a record; null clears one. */
  async update(
    entity: string,
    id: string,
    changes: { [field: string]: unknown },
    etag?: string | null,
    options: WriteOptions = {},
  ): Promise<Versioned> {
    const { query, headers } = written(options)
    const answer = await this.transport.sendFull<WireRecord>({
      method: 'PATCH',
      path: recordPath(entity, id),
      json: changes,
      query,
      headers: etag ? { ...headers, 'If-Match': etag } : headers,
    })
    return { record: answer.body, etag: answer.headers.get('ETag') }
  }

  /** Archives a record. */
  archive(entity: string, id: string): Promise<void> {
    return this.transport.send<void>({ method: 'DELETE', path: recordPath(entity, id) })
  }

  /** Brings an archived record back. */
  restore(entity: string, id: string): Promise<WireRecord> {
    return this.transport.send<WireRecord>({ method: 'POST', path: `${recordPath(entity, id)}:restore` })
  }

  /** Gives a record to another user or team. */
  transfer(entity: string, id: string, to: Owner, reason?: string): Promise<WireRecord> {
    return this.hand(entity, id, 'transfer', { to, reason })
  }

  /** Gives a record of a pool to a user or team. */
  assign(entity: string, id: string, to: Owner, reason?: string): Promise<WireRecord> {
    return this.hand(entity, id, 'assign', { to, reason })
  }

  /** Takes a record out of its pool; the code is already_claimed when somebody was faster. */
  claim(entity: string, id: string): Promise<WireRecord> {
    return this.hand(entity, id, 'claim', {})
  }

  /** Makes a record nobody's; some pools ask for a reason. */
  release(entity: string, id: string, reason?: string): Promise<WireRecord> {
    return this.hand(entity, id, 'release', { reason })
  }

  private hand(
    entity: string,
    id: string,
    action: string,
    json: { to?: Owner; reason?: string },
  ): Promise<WireRecord> {
    return this.transport.send<WireRecord>({
      method: 'POST',
      path: `${recordPath(entity, id)}:${action}`,
      json,
    })
  }

  /** Who owned a record, newest first. */
  async owners(entity: string, id: string, signal?: AbortSignal): Promise<OwnerEntry[]> {
    const path = `${recordPath(entity, id)}/owners`
    return (await this.transport.send<{ data: OwnerEntry[] }>({ path, signal })).data
  }

  /** What happened to a record, newest first. */
  async history(entity: string, id: string, signal?: AbortSignal): Promise<HistoryEntry[]> {
    const path = `${recordPath(entity, id)}/history`
    return (await this.transport.send<{ data: HistoryEntry[] }>({ path, signal })).data
  }

  /** What the principal may do with these records. */
  async access(entity: string, ids: string[], signal?: AbortSignal): Promise<{ [id: string]: RecordAccess }> {
    const query = { entity, ids: ids.join(',') }
    const path = `${api}/me/access`
    return (await this.transport.send<{ data: { [id: string]: RecordAccess } }>({ path, query, signal })).data
  }

  /** Creates records from CSV text. map names the field of each header. */
  importCsv(entity: string, csv: BodyInit, map: { [header: string]: string }): Promise<ImportResult> {
    return this.transport.send<ImportResult>({
      method: 'POST',
      path: `${recordPath(entity)}:import`,
      query: { map: JSON.stringify(map) },
      body: csv,
      headers: { 'Content-Type': 'text/csv' },
    })
  }

  /** Begins the import of an uploaded file, as a job. */
  importFile(entity: string, file: string, map: { [header: string]: string }): Promise<Job> {
    const path = `${recordPath(entity)}:import`
    return this.transport.send<Job>({ method: 'POST', path, json: { file, map } })
  }

  /** A job of the caller's. */
  job(id: string, signal?: AbortSignal): Promise<Job> {
    return this.transport.send<Job>({ path: `${api}/jobs/${encodeURIComponent(id)}`, signal })
  }

  /** Says what a write would bring along and what is wrong with it; makes nothing. */
  validate(
    entity: string,
    id: string | undefined,
    values: { [field: string]: unknown },
    signal?: AbortSignal,
  ): Promise<DryRun> {
    const path = `${recordPath(entity, id)}:validate`
    return this.transport.send<DryRun>({ method: 'POST', path, json: values, signal })
  }

  /** Uploads a file, to be named by a record; progress is told as a share from 0 to 1. */
  upload(
    file: Blob,
    name: string,
    progress?: (share: number) => void,
    signal?: AbortSignal,
  ): Promise<FileInfo> {
    const headers = { 'Content-Type': 'application/octet-stream' }
    const call = { method: 'POST', path: `${api}/files`, query: { name }, body: file, headers, signal }
    return this.transport.upload<FileInfo>(call, progress)
  }

  /** Where a browser gets a file that a field of a record names. */
  fileAddress(entity: string, id: string, field: string, file: string): string {
    const parts = [field, file].map(encodeURIComponent).join('/')
    return `${this.transport.origin}${recordPath(entity, id)}/files/${parts}`
  }

  /** What is known of the files that records name: by record, then by field. */
  async files(
    entity: string,
    ids: string[],
    signal?: AbortSignal,
  ): Promise<{ [record: string]: { [field: string]: FileInfo[] } }> {
    const path = `${recordPath(entity)}:files`
    const query = { ids: ids.join(',') }
    return (
      await this.transport.send<{ data: { [record: string]: { [field: string]: FileInfo[] } } }>({
        path,
        query,
        signal,
      })
    ).data
  }

  private remember(me: Me): Me {
    this.transport.csrf = me.csrf
    return me
  }
}
