import type { Aggregated, AggregateQuery } from './aggregate.ts'
import type { BulkPreview, BulkRequest, BulkResult } from './bulk.ts'
import { Group } from './group.ts'
import type { Job } from './jobs.ts'
import { type LiveEvent, type LiveQuery, live } from './live.ts'
import { listQuery, pathOf, queryOf, recordPath, writeHeaders } from './path.ts'
import type { SearchAnswer, SearchQuery } from './search.ts'
import type {
  Dependants,
  DryRun,
  HistoryEntry,
  ListQuery,
  Operation,
  OperationResult,
  Owner,
  OwnerEntry,
  Page,
  RecordAccess,
  SaveOptions,
  Versioned,
  WireRecord,
  WriteOptions,
} from './wire.ts'

/** Values of fields by name. */
type Values = { [field: string]: unknown }

function anyway(options: SaveOptions): { allow_duplicate?: string } {
  return options.allowDuplicate ? { allow_duplicate: '1' } : {}
}

/** What is done with records. */
export class Records extends Group {
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
  create(entity: string, values: Values, options: SaveOptions = {}): Promise<WireRecord> {
    const query = anyway(options)
    const headers = writeHeaders(options)
    return this.transport.send<WireRecord>({
      method: 'POST',
      path: recordPath(entity),
      query,
      json: values,
      headers,
    })
  }

  /** Makes the record of a business key, or changes it: key names the fields of a unique rule. */
  upsert(entity: string, key: string[], values: Values, options: SaveOptions = {}): Promise<WireRecord> {
    const query = { key: key.join(','), ...anyway(options) }
    const headers = writeHeaders(options)
    return this.transport.send<WireRecord>({
      method: 'PUT',
      path: recordPath(entity),
      query,
      json: values,
      headers,
    })
  }

  /** Does up to 200 operations, one after the other: all of them or none. */
  async batch(operations: Operation[], options: WriteOptions = {}): Promise<OperationResult[]> {
    const call = {
      method: 'POST',
      path: pathOf('batch'),
      json: { operations },
      headers: writeHeaders(options),
    }
    return (await this.transport.send<{ results: OperationResult[] }>(call)).results
  }

  /** Changes fields of a record; null clears one. */
  async update(
    entity: string,
    id: string,
    changes: Values,
    etag?: string | null,
    options: SaveOptions = {},
  ): Promise<Versioned> {
    const answer = await this.transport.sendFull<WireRecord>({
      method: 'PATCH',
      path: recordPath(entity, id),
      query: anyway(options),
      json: changes,
      headers: writeHeaders(options, etag),
    })
    return { record: answer.body, etag: answer.headers.get('ETag') }
  }

  /** Archives a record. */
  archive(entity: string, id: string, etag?: string | null, options: WriteOptions = {}): Promise<void> {
    const headers = writeHeaders(options, etag)
    return this.transport.send<void>({ method: 'DELETE', path: recordPath(entity, id), headers })
  }

  /** Brings an archived record back. */
  restore(entity: string, id: string, options: WriteOptions = {}): Promise<WireRecord> {
    const headers = writeHeaders(options)
    return this.transport.send<WireRecord>({
      method: 'POST',
      path: `${recordPath(entity, id)}:restore`,
      headers,
    })
  }

  /** Removes an archived record for good. */
  purge(entity: string, id: string, options: WriteOptions = {}): Promise<void> {
    const headers = writeHeaders(options)
    return this.transport.send<void>({ method: 'POST', path: `${recordPath(entity, id)}:purge`, headers })
  }

  /** What hangs on a record, and whether it can be archived. */
  dependants(entity: string, id: string, signal?: AbortSignal): Promise<Dependants> {
    return this.transport.send<Dependants>({ path: recordPath(entity, id, 'dependants'), signal })
  }

  /** Does an action of an extension, and gives what that answers. */
  async do<Answer = unknown>(entity: string, id: string, name: string, input: Values = {}): Promise<Answer> {
    const call = { method: 'POST', path: recordPath(entity, id, 'actions', name), json: input }
    return (await this.transport.send<{ data: Answer }>(call)).data
  }

  /** Starts a job that does something to many records. */
  bulk(entity: string, request: BulkRequest): Promise<Job<BulkResult>> {
    const call = { method: 'POST', path: `${recordPath(entity)}:bulk`, json: request }
    return this.transport.send<Job<BulkResult>>(call)
  }

  /** What a bulk operation would come to; nothing is written. */
  previewBulk(entity: string, request: BulkRequest, signal?: AbortSignal): Promise<BulkPreview> {
    const json = { ...request, dry: true }
    return this.transport.send<BulkPreview>({
      method: 'POST',
      path: `${recordPath(entity)}:bulk`,
      json,
      signal,
    })
  }

  /** Numbers about the records that the principal may list. */
  aggregate(entity: string, query: AggregateQuery, signal?: AbortSignal): Promise<Aggregated> {
    const call = { method: 'POST', path: `${recordPath(entity)}:aggregate`, json: query, signal }
    return this.transport.send<Aggregated>(call)
  }

  /** Finds records of all entities that the principal may read, few of each. */
  search(text: string, query: SearchQuery = {}, signal?: AbortSignal): Promise<SearchAnswer> {
    return this.transport.send<SearchAnswer>({
      path: pathOf('search'),
      query: queryOf({ q: text, ...query }),
      signal,
    })
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
    const path = recordPath(entity, id, 'owners')
    return (await this.transport.send<{ data: OwnerEntry[] }>({ path, signal })).data
  }

  /** What happened to a record, newest first. */
  async history(entity: string, id: string, signal?: AbortSignal): Promise<HistoryEntry[]> {
    const path = recordPath(entity, id, 'history')
    return (await this.transport.send<{ data: HistoryEntry[] }>({ path, signal })).data
  }

  /** What the principal may do with these records. */
  async access(entity: string, ids: string[], signal?: AbortSignal): Promise<{ [id: string]: RecordAccess }> {
    const query = { entity, ids: ids.join(',') }
    const path = pathOf('me', 'access')
    return (await this.transport.send<{ data: { [id: string]: RecordAccess } }>({ path, query, signal })).data
  }

  /** Says what a write would bring along and what is wrong with it; makes nothing. */
  validate(entity: string, id: string | undefined, values: Values, signal?: AbortSignal): Promise<DryRun> {
    const path = `${recordPath(entity, id)}:validate`
    return this.transport.send<DryRun>({ method: 'POST', path, json: values, signal })
  }
}
