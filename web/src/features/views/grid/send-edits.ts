import type { Entity, WireRecord } from '@mortise/sdk'
import { client } from '@/lib/api/client.ts'

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

/** Writes edits, all or none: what other batches have done is taken back when one is refused. */
export async function sendEdits(entity: string, edits: readonly Edit[]): Promise<Versions> {
  const versions: Versions = new Map()
  const [only] = edits
  if (edits.length === 1 && only) {
    const etag = only.record.version === undefined ? null : `"${only.record.version}"`
    const { record } = await client.update(entity, only.record.id, only.wire, etag)
    return versions.set(record.id, { version: record.version })
  }
  for (let at = 0; at < edits.length; at += batchSize) {
    try {
      await sendBatch(entity, edits.slice(at, at + batchSize), versions)
    } catch (error) {
      const done = takenBack(edits.slice(0, at), versions)
      for (let back = 0; back < done.length; back += batchSize) {
        await sendBatch(entity, done.slice(back, back + batchSize), new Map()).catch(() => undefined)
      }
      throw error
    }
  }
  return versions
}

async function sendBatch(entity: string, edits: readonly Edit[], versions: Versions): Promise<void> {
  const operations = edits.map(({ record, wire }) => ({
    action: 'update' as const,
    entity,
    id: record.id,
    version: typeof record.version === 'number' ? record.version : undefined,
    fields: wire,
  }))
  for (const { id, record } of await client.batch(operations)) versions.set(id, { version: record?.version })
}

/** Takes edits back: one by the undoing of its change, where the caller sees what that was. */
export async function undoEdits(
  entity: Entity,
  edits: readonly Edit[],
  versions: Versions,
): Promise<Versions> {
  const [only] = edits
  if (edits.length === 1 && only && entity.actions.includes('history')) {
    const { id } = only.record
    const written = versions.get(id)?.version
    const { data } = await client.past.history(entity.name, id)
    const entry = data.find(({ version, seq }) => version === written && seq !== undefined)
    if (entry?.seq !== undefined) {
      const record = await client.past.undo(entity.name, id, entry.seq)
      return new Map([[id, { version: record.version }]])
    }
  }
  return sendEdits(entity.name, takenBack(edits, versions))
}
