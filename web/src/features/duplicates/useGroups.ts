import type { DuplicateGroup, Entity, WireRecord } from '@mortise/sdk'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'

/** Groups asked for at once. */
const page = 10

/** The groups of records that a rule finds to be the same, page by page. */
export function useGroups(entity: Entity, rule: number) {
  return useInfiniteQuery({
    queryKey: ['records', entity.name, 'duplicates', rule],
    queryFn: ({ pageParam, signal }) =>
      client.duplicates.list(entity.name, { rule, limit: page, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

/** What tells the records of a group apart, besides their names: what is the same, whose they are, and since when. */
export function columnsOf(entity: Entity, group: DuplicateGroup): string[] {
  const names = [...group.fields, entity.owner, 'created_at']
  return [...new Set(names)].filter(
    (name) =>
      name !== undefined && name !== entity.label && entity.fields.some((field) => field.name === name),
  ) as string[]
}

/** The records of a group with these fields, in its order. */
export function useRecordsOf(entity: Entity, group: DuplicateGroup, columns: string[]) {
  const description = useDescription().data
  const ids = group.records.map(({ id }) => id)
  return useQuery({
    queryKey: ['records', entity.name, 'duplicates', 'of', ids, columns],
    enabled: description !== undefined,
    queryFn: async ({ signal }) => {
      const fields = description ? requestFields(description, entity, [entity.label, ...columns]) : columns
      const filter = `id in [${ids.map((id) => `'${id}'`).join(', ')}]`
      const { data } = await client.list(entity.name, { fields, filter, limit: ids.length }, signal)
      const found = new Map(data.map((record) => [record.id, record]))
      return ids.map((id) => found.get(id)).filter((one): one is WireRecord => one !== undefined)
    },
  })
}
