import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'

const pageSize = 100

/** What identifies a list on the server. */
export interface RecordsQuery {
  entity: string
  fields: string[]
  filter?: string
  sort: string[]
  q: string
  archived: boolean
}

/** Where the cache keeps the pages of a list. */
export function recordPagesKey({ entity, fields, filter, sort, q, archived }: RecordsQuery) {
  return ['records', entity, { fields, filter, sort, q, archived }]
}

/** The records of a list, page by page; the first says from where on the list can be followed. */
export function useRecordPages(query: RecordsQuery, enabled = true) {
  const { entity, fields, filter, sort, q, archived } = query
  return useInfiniteQuery({
    queryKey: recordPagesKey(query),
    enabled,
    queryFn: ({ pageParam, signal }) => {
      const scope = archived ? ('only' as const) : undefined
      const live = pageParam === undefined ? ('1' as const) : undefined
      return client.list(
        entity,
        { fields, filter, sort, q, archived: scope, limit: pageSize, after: pageParam, live },
        signal,
      )
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === entity ? keepPreviousData(previous) : undefined,
  })
}

/** How many records a list has in all. */
export function useRecordCount(
  { entity, filter, q, archived }: Omit<RecordsQuery, 'fields' | 'sort'>,
  enabled = true,
) {
  return useQuery({
    queryKey: ['records', entity, 'count', { filter, q, archived }],
    enabled,
    queryFn: async ({ signal }) => {
      const scope = archived ? ('only' as const) : undefined
      const page = await client.list(
        entity,
        { fields: ['id'], filter, q, archived: scope, limit: 1, count: 'exact' },
        signal,
      )
      return page.count ?? null
    },
    placeholderData: keepPreviousData,
  })
}
