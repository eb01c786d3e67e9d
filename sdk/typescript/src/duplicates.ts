import { Group } from './group.ts'
import { queryOf, recordPath } from './path.ts'
import type { WireRecord } from './wire.ts'

/** A record that another would be a duplicate of, as far as the caller may know. */
export interface Duplicate {
  /** That are the same. */
  fields: string[]
  /** Even to who insists (WriteOptions.allowDuplicate). */
  refused: boolean
  /** Id; not there where the caller does not read the record and on it all of fields. */
  record?: string
  label?: string
  archived?: boolean
  /** Name of the owner, where it is revealed. */
  owner?: string
  /** Nobody owns it, where that is revealed. */
  unowned?: boolean
}

/** Records that are duplicates of each other: of count, the first 20, the oldest first. */
export interface DuplicateGroup {
  fields: string[]
  count: number
  records: { id: string; label: string }[]
}

/** One page of them. */
export interface DuplicatePage {
  data: DuplicateGroup[]
  next: string | null
}

/** Which duplicates to list. */
export interface DuplicateQuery {
  /** Which of the entity's rules, from 0. */
  rule?: number
  limit?: number
  after?: string
}

/** Merges the record `with` into another, which survives. */
export interface MergeRequest {
  with: string
  /** Whose value of a field to keep. Of the rest the survivor's, or the other's where that is empty; lists keep both. */
  fields?: { [field: string]: 'this' | 'other' }
  /** Other values. */
  values?: { [field: string]: unknown }
}

/** What came of a merge, or would. */
export interface Merged {
  /** The survivor; null when the caller cannot read it. */
  record: WireRecord | null
  /** The records that led to the other, as far as the caller may know of them. */
  moved: { entity: string; field: string; count: number }[]
}

/** What came of the undoing of a merge. */
export interface Unmerged {
  record: WireRecord | null
  /** Fields of the survivor that were changed since. */
  kept: string[]
  /** Records that had moved and lead to another one by now. */
  elsewhere: number
}

/** Records that are the same, and one made of two. */
export class Duplicates extends Group {
  /** What a new record with these values would be a duplicate of; with an id, that record once it has them. */
  async probe(
    entity: string,
    fields: { [field: string]: unknown },
    id?: string,
    signal?: AbortSignal,
  ): Promise<Duplicate[]> {
    const call = { method: 'POST', path: `${recordPath(entity)}:duplicates`, json: { id, fields }, signal }
    return (await this.transport.send<{ duplicates: Duplicate[] }>(call)).duplicates
  }

  /** One page of records that are duplicates of each other. */
  list(entity: string, query: DuplicateQuery = {}, signal?: AbortSignal): Promise<DuplicatePage> {
    const path = `${recordPath(entity)}:duplicates`
    return this.transport.send<DuplicatePage>({ path, query: queryOf({ ...query }), signal })
  }

  /** Merges another record into this one, which survives. */
  merge(entity: string, id: string, request: MergeRequest): Promise<Merged> {
    return this.transport.send<Merged>({
      method: 'POST',
      path: `${recordPath(entity, id)}:merge`,
      json: request,
    })
  }

  /** What a merge would come to; nothing is written. */
  previewMerge(entity: string, id: string, request: MergeRequest, signal?: AbortSignal): Promise<Merged> {
    const json = { ...request, dry: true }
    return this.transport.send<Merged>({
      method: 'POST',
      path: `${recordPath(entity, id)}:merge`,
      json,
      signal,
    })
  }

  /** Takes the merge of a record into this one back, within 30 days. */
  unmerge(entity: string, id: string, merged: string): Promise<Unmerged> {
    const call = { method: 'POST', path: `${recordPath(entity, id)}:unmerge`, json: { with: merged } }
    return this.transport.send<Unmerged>(call)
  }
}
