import type { ListQuery, WriteOptions } from './wire.ts'

/** What every path of the API begins with. */
export const api = '/api/v1'

/** What a query says; members without a value are left out. */
export type Query = { [name: string]: string | undefined }

/** The path below the API of these parts. */
export function pathOf(...parts: string[]): string {
  return [api, ...parts.map(encodeURIComponent)].join('/')
}

/** The path of an entity's records, of one of them, or of what hangs on it. */
export function recordPath(entity: string, id?: string, ...more: string[]): string {
  return pathOf('records', entity, ...(id === undefined ? [] : [id, ...more]))
}

/** A query as the server reads it: lists with commas, numbers and truths as texts. */
export function queryOf(values: {
  readonly [name: string]: string | number | boolean | readonly string[] | undefined
}): Query {
  const query: Query = {}
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) query[name] = Array.isArray(value) ? value.join(',') : String(value)
  }
  return query
}

/** The query of a list. */
export function listQuery(query: ListQuery): Query {
  const { fields, filter, sort, limit, after, count, q, archived, live } = query
  return queryOf({ fields, filter, sort, limit, after, count, q, archived, live })
}

/** The headers that options of a write stand for. */
export function writeHeaders(options: WriteOptions, etag?: string | null): { [name: string]: string } {
  const headers: { [name: string]: string } = {}
  if (etag) headers['If-Match'] = etag
  if (options.reason) headers['X-Mortise-Reason'] = encodeURIComponent(options.reason)
  if (options.key) headers['Idempotency-Key'] = options.key
  return headers
}
