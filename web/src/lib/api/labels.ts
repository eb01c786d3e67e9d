import { type Entity, Problem, type WireRecord } from '@mortise/sdk'
import { isEmptyValue, isRedacted, recordLabel } from '../definition.ts'
import { client } from './client.ts'

interface Waiting {
  resolve: (label: string | null) => void
  reject: (error: unknown) => void
}

interface Asked {
  entity: Entity
  waiting: Map<string, Waiting[]>
}

const asked = new Map<string, Asked>()
/** Ids in one request: an address stays below what servers take. */
const most = 60

/** The name of a record; what is asked for at one time goes in one request. Null when it cannot be read. */
export function labelOf(entity: Entity, id: string): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const batch = asked.get(entity.name) ?? { entity, waiting: new Map() }
    if (!asked.has(entity.name)) {
      asked.set(entity.name, batch)
      queueMicrotask(() => send(entity.name))
    }
    batch.waiting.set(id, [...(batch.waiting.get(id) ?? []), { resolve, reject }])
  })
}

async function send(name: string): Promise<void> {
  const batch = asked.get(name)
  asked.delete(name)
  if (!batch) return
  const ids = [...batch.waiting.keys()]
  for (let from = 0; from < ids.length; from += most) {
    const part = ids.slice(from, from + most)
    const labels = part.length === 1 ? new Map<string, string | null>() : await labelsOf(batch.entity, part)
    for (const id of part) {
      const waiting = batch.waiting.get(id) ?? []
      try {
        const known = labels.get(id)
        const label = known === undefined ? await single(batch.entity, id) : known
        for (const { resolve } of waiting) resolve(label)
      } catch (error) {
        for (const { reject } of waiting) reject(error)
      }
    }
  }
}

/** The names of those records that can be read and are not archived; null where the name itself is hidden. */
export async function labelsOf(entity: Entity, ids: string[]): Promise<Map<string, string | null>> {
  try {
    const filter = `id in [${ids.map((id) => `'${id}'`).join(', ')}]`
    const page = await client.list(entity.name, { filter, fields: [entity.label], limit: ids.length })
    return new Map(page.data.map((record) => [record.id, shownLabel(entity, record)]))
  } catch {
    return new Map()
  }
}

/** Archived records stand in no list. */
async function single(entity: Entity, id: string): Promise<string | null> {
  try {
    const { record } = await client.get(entity.name, id, [entity.label])
    return shownLabel(entity, record)
  } catch (error) {
    if (error instanceof Problem && (error.status === 403 || error.status === 404)) return null
    throw error
  }
}

function shownLabel(entity: Entity, record: WireRecord): string | null {
  const hidden = isRedacted(record, entity.label) && isEmptyValue(record[entity.label])
  return hidden ? null : recordLabel(entity, record)
}
