import type { Entity } from '@mortise/sdk'
import { recordLabel } from '../definition.ts'
import { client } from './client.ts'

interface Asked {
  entity: Entity
  waiting: Map<string, ((label: string | null) => void)[]>
}

const asked = new Map<string, Asked>()
/** Ids in one request: an address stays below what servers take. */
const most = 60

/** The name of a record; what is asked for at one time goes in one request. Null when it cannot be read. */
export function labelOf(entity: Entity, id: string): Promise<string | null> {
  return new Promise((resolve) => {
    const batch = asked.get(entity.name) ?? { entity, waiting: new Map() }
    if (!asked.has(entity.name)) {
      asked.set(entity.name, batch)
      queueMicrotask(() => send(entity.name))
    }
    batch.waiting.set(id, [...(batch.waiting.get(id) ?? []), resolve])
  })
}

async function send(name: string): Promise<void> {
  const batch = asked.get(name)
  asked.delete(name)
  if (!batch) return
  const ids = [...batch.waiting.keys()]
  for (let from = 0; from < ids.length; from += most) {
    const part = ids.slice(from, from + most)
    const labels = part.length === 1 ? new Map<string, string>() : await listed(batch.entity, part)
    for (const id of part) {
      const label = labels.get(id) ?? (await single(batch.entity, id))
      for (const tell of batch.waiting.get(id) ?? []) tell(label)
    }
  }
}

async function listed(entity: Entity, ids: string[]): Promise<Map<string, string>> {
  try {
    const filter = `id in [${ids.map((id) => `'${id}'`).join(', ')}]`
    const page = await client.list(entity.name, { filter, fields: [entity.label], limit: ids.length })
    return new Map(page.data.map((record) => [record.id, recordLabel(entity, record)]))
  } catch {
    return new Map()
  }
}

/** Archived records stand in no list. */
async function single(entity: Entity, id: string): Promise<string | null> {
  try {
    const { record } = await client.get(entity.name, id, [entity.label])
    return recordLabel(entity, record)
  } catch {
    return null
  }
}
