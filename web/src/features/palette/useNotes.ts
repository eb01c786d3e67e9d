import type { Entity, FoundGroup } from '@mortise/sdk'
import { useQueries } from '@tanstack/react-query'
import { candidateOf, noteFields } from '@/field-types/relation/candidate.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

/** What tells the records that were found from others of the same name, by their ids; it comes after them. */
export function useNotes(groups: FoundGroup[]): ReadonlyMap<string, string> {
  const description = useDescription().data
  const language = useLanguage()
  const asked = groups.flatMap((group) => {
    const entity = description?.entities.find(({ name }) => name === group.entity)
    return entity && group.records.length > 0 ? [{ entity, ids: group.records.map(({ id }) => id) }] : []
  })
  const fetchNotes = async (entity: Entity, ids: string[], signal: AbortSignal) => {
    const fields = noteFields(entity)
    if (!description || fields.length === 0) return []
    const filter = `id in [${ids.map((id) => `'${id}'`).join(', ')}]`
    const names = requestFields(description, entity, [entity.label, ...fields.map(({ name }) => name)])
    const { data } = await client.list(entity.name, { filter, fields: names, limit: ids.length }, signal)
    return data.map((record) => candidateOf(entity, record, fields, language))
  }
  return useQueries({
    queries: asked.map(({ entity, ids }) => ({
      queryKey: ['records', entity.name, 'notes', ids, language],
      retry: false,
      staleTime: 60_000,
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchNotes(entity, ids, signal),
    })),
    combine: (answers) =>
      new Map(answers.flatMap(({ data }) => data ?? []).map(({ id, note }) => [id, note ?? ''])),
  })
}
