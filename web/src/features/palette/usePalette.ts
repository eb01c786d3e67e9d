import type { Entity } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { recordLabel } from '@/lib/definition.ts'

/** Somewhere the palette leads. */
export interface Destination {
  key: string
  kind: 'entities' | 'views' | 'records'
  entity: Entity
  label: string
  /** Given for records. */
  id?: string
  /** Given for views. */
  view?: string
}

const searched = 6
const hits = 5
const shortest = 1

/** The entities whose records are looked through: those with a label, what the workspace is about first. */
function searchable(entities: Entity[]): Entity[] {
  const labelled = entities.filter((entity) => entity.label && entity.menu !== false)
  const own = labelled.filter((entity) => entity.package !== 'core')
  return [...own, ...labelled.filter((entity) => entity.package === 'core')].slice(0, searched)
}

async function searchRecords(entities: Entity[], q: string, signal: AbortSignal): Promise<Destination[]> {
  const answers = await Promise.allSettled(
    entities.map((entity) => client.list(entity.name, { q, fields: [entity.label], limit: hits }, signal)),
  )
  return answers.flatMap((answer, at) => {
    const entity = entities[at]
    if (answer.status === 'rejected' || !entity) return []
    return answer.value.data.map((record) => ({
      key: `${entity.name}/${record.id}`,
      kind: 'records' as const,
      entity,
      label: recordLabel(entity, record),
      id: record.id,
    }))
  })
}

function places(entities: Entity[]): Destination[] {
  return entities.flatMap((entity) => [
    { key: entity.name, kind: 'entities' as const, entity, label: entity.plural || entity.title },
    ...(entity.views ?? []).map((view) => ({
      key: view.name,
      kind: 'views' as const,
      entity,
      label: view.title,
      view: view.name,
    })),
  ])
}

/** What matches a text: entities, views and records. */
export function usePalette(text: string) {
  const q = useDeferredValue(text.trim())
  const description = useDescription().data
  const entities = useMemo(
    () =>
      (description?.entities ?? []).filter(
        (entity) => entity.menu !== false && entity.actions.includes('read'),
      ),
    [description],
  )
  const records = useQuery({
    queryKey: ['palette', q, entities.map((entity) => entity.name)],
    enabled: q.length >= shortest,
    queryFn: ({ signal }) => searchRecords(searchable(entities), q, signal),
  })
  const found = useMemo(() => {
    const wanted = q.toLowerCase()
    return places(entities).filter(({ label, entity }) =>
      `${label} ${entity.title} ${entity.name}`.toLowerCase().includes(wanted),
    )
  }, [entities, q])
  const list = q === '' ? found : [...found, ...(records.data ?? [])]
  return { list, searching: records.isFetching, q }
}
