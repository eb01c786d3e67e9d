import type { Client } from './client.ts'
import type { LiveEvent, LiveQuery } from './live.ts'
import type { ListQuery } from './wire.ts'

/** The name of an entity with the types of its records, as "mortise generate --lang ts" writes it. */
export interface EntityOf<Read, Values> {
  readonly name: string
  readonly types?: { read: Read; values: Values }
}

/** Gives the name of an entity its types. */
export function entity<Read, Values>(name: string): EntityOf<Read, Values> {
  return { name }
}

/** The records of one entity, typed. */
export class TypedRecords<Read extends { id: string }, Values> {
  private readonly client: Client
  private readonly name: string

  constructor(client: Client, of: EntityOf<Read, Values>) {
    this.client = client
    this.name = of.name
  }

  /** One page of records. */
  async list(
    query: ListQuery = {},
    signal?: AbortSignal,
  ): Promise<{ data: Read[]; next?: string | null; count?: number }> {
    return (await this.client.list(this.name, query, signal)) as unknown as {
      data: Read[]
      next?: string | null
      count?: number
    }
  }

  /** Every record of a list, page after page. */
  all(query: ListQuery = {}, signal?: AbortSignal): AsyncGenerator<Read> {
    return this.client.all(this.name, query, signal) as unknown as AsyncGenerator<Read>
  }

  /** One record. */
  async get(id: string, signal?: AbortSignal): Promise<Read> {
    return (await this.client.get(this.name, id, undefined, signal)).record as unknown as Read
  }

  /** Makes a record. */
  async create(values: Values): Promise<Read> {
    return (await this.client.create(this.name, values as { [field: string]: unknown })) as unknown as Read
  }

  /** Changes fields of a record; null clears one. With an etag a later change of the same fields refuses it. */
  async update(id: string, changes: Partial<Values>, etag?: string | null): Promise<Read> {
    const changed = changes as { [field: string]: unknown }
    return (await this.client.update(this.name, id, changed, etag)).record as unknown as Read
  }

  /** Makes the record of a business key, or changes it. */
  async upsert(key: (keyof Values & string)[], values: Values): Promise<Read> {
    return (await this.client.upsert(
      this.name,
      key,
      values as { [field: string]: unknown },
    )) as unknown as Read
  }

  /** Archives a record. */
  archive(id: string): Promise<void> {
    return this.client.archive(this.name, id)
  }

  /** What changes in a list, as it happens. */
  live(query: LiveQuery = {}): AsyncGenerator<LiveEvent> {
    return this.client.live(this.name, query)
  }
}
