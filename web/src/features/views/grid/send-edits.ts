import { type Entity, Problem, type WireRecord } from '@mortise/sdk'
import { client } from '@/lib/api/client.ts'
import { wordsOf } from '../problem-words.ts'

type Values = { [field: string]: unknown }

/** New values of a record: as they are drawn, and as the server wants them. */
export interface Edit {
  record: WireRecord
  values: Values
  wire: Values
  /** What the fields had before, as the server wants it. */
  before: Values
}

/** Operations of one batch. */
export const batchSize = 200

/** The version of each record after a write. */
export type Versions = Map<string, { version: unknown }>

/** Whether more records than one batch takes get the same values: a job does that, and takes it back. */
export function isJob(entity: Entity, edits: readonly Edit[]): boolean {
  if (edits.length <= batchSize || !entity.actions.includes('bulk_edit')) return false
  const wanted = JSON.stringify(edits[0]?.wire)
  return edits.every(({ wire }) => JSON.stringify(wire) === wanted)
}

/** The edits that give back what was there before. */
export function takenBack(edits: readonly Edit[], versions: Versions): Edit[] {
  return edits.map(({ record, values, wire, before }) => ({
    record: { ...record, ...values, ...versions.get(record.id) },
    values: Object.fromEntries(Object.keys(values).map((name) => [name, record[name] ?? null])),
    wire: before,
    before: wire,
  }))
}

/** A record that was left as it was, and why. */
export interface Refused {
  record: WireRecord
  text: string
}

/** What became of edits: the versions of the records that were written, and those that were not. */
export interface Sent {
  versions: Versions
  refused: Refused[]
}

/**
 * Writes edits, in batches where they are many: what is refused costs only its own record. One edit that is
 * refused, or many of which none could be sent, fail.
 */
export async function sendEdits(entity: string, edits: readonly Edit[]): Promise<Sent> {
  const sent: Sent = { versions: new Map(), refused: [] }
  const [only] = edits
  if (edits.length === 1 && only) {
    const etag = only.record.version === undefined ? null : `"${only.record.version}"`
    const { record } = await client.update(entity, only.record.id, only.wire, etag)
    sent.versions.set(record.id, { version: record.version })
    return sent
  }
  for (let at = 0; at < edits.length; at += batchSize) {
    try {
      await sendBatch(entity, edits.slice(at, at + batchSize), sent)
    } catch (error) {
      // Nothing is known to be wrong with a record: the rest would fail like this one.
      if (sent.versions.size === 0 && sent.refused.length === 0) throw error
      const left = edits.slice(at).filter(({ record }) => !sent.refused.some((one) => one.record === record))
      sent.refused.push(...left.map(({ record }) => ({ record, text: wordsOf(error) })))
      break
    }
  }
  return sent
}

/** Writes a batch, again without the records that are refused. */
async function sendBatch(entity: string, edits: readonly Edit[], sent: Sent): Promise<void> {
  let rest = edits
  while (rest.length > 0) {
    const operations = rest.map(({ record, wire }) => ({
      action: 'update' as const,
      entity,
      id: record.id,
      version: typeof record.version === 'number' ? record.version : undefined,
      fields: wire,
    }))
    try {
      for (const { id, record } of await client.batch(operations)) {
        sent.versions.set(id, { version: record?.version })
      }
      return
    } catch (error) {
      const reasons = refusedOf(error)
      const left = rest.filter((_, at) => !reasons?.has(at))
      if (!reasons || left.length === rest.length) throw error
      for (const [at, { record }] of rest.entries()) {
        const text = reasons.get(at)
        if (text !== undefined) sent.refused.push({ record, text })
      }
      rest = left
    }
  }
}

/** Why operations of a batch were refused, by place; undefined when that is about something else, too. */
function refusedOf(error: unknown): Map<number, string> | undefined {
  if (!(error instanceof Problem) || error.details.length === 0) return undefined
  const reasons = new Map<number, string>()
  for (const { pointer = '', message } of error.details) {
    const place = /^\/operations\/(\d+)(?:\/|$)/.exec(pointer)?.[1]
    if (place === undefined) return undefined
    const at = Number(place)
    reasons.set(at, [...new Set([reasons.get(at), message])].filter(Boolean).join(' ') || error.message)
  }
  return reasons
}

/** Takes edits back: one by the undoing of its change, where the caller sees what that was. */
export async function undoEdits(entity: Entity, edits: readonly Edit[], versions: Versions): Promise<Sent> {
  const [only] = edits
  if (edits.length === 1 && only && entity.actions.includes('history')) {
    const { id } = only.record
    const written = versions.get(id)?.version
    // Of this record it may be closed to him: then the fields are given their values back.
    const entries = await client.past.history(entity.name, id).then(
      ({ data }) => data,
      () => [],
    )
    const entry = entries.find(({ version, seq }) => version === written && seq !== undefined)
    if (entry?.seq !== undefined) {
      const record = await client.past.undo(entity.name, id, entry.seq)
      return { versions: new Map([[id, { version: record.version }]]), refused: [] }
    }
  }
  return sendEdits(entity.name, takenBack(edits, versions))
}
