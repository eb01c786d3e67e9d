import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'
import { useRecordCount } from '@/lib/list/get-records.ts'
import { useTurn } from '@/lib/list/turns.ts'
import { useLiveList } from '@/lib/list/useLiveList.ts'
import type { Related } from './relatedOf.ts'
import { relatedColumns, relatedFilter, type Target, usualView } from './relatedQuery.ts'

/** Records shown at first, and by each "more". */
const first = 5
const further = 20

/** Milliseconds between two looks at a list that cannot follow the server. */
const pace = 20_000

/** The records that lead to one by a field: asked for once they were seen, followed while they are. */
export function useRelatedList(related: Related, target: Target, ever: boolean, now: boolean) {
  const { entity, field } = related
  const description = useDescription().data
  const columns = useMemo(() => relatedColumns(related), [related])
  const fields = useMemo(() => {
    const names = [entity.label, 'version', ...columns.map(({ name }) => name)].filter(Boolean)
    return description ? requestFields(description, entity, names) : names
  }, [description, entity, columns])
  const query = {
    entity: entity.name,
    fields,
    filter: relatedFilter(field, target),
    sort: usualView(entity)?.sort ?? [],
    q: '',
    archived: false,
  }
  const { filter, sort } = query
  const follow = useTurn(now)
  const queryKey = ['records', entity.name, 'related', { fields, filter, sort }]
  const pages = useInfiniteQuery({
    queryKey,
    enabled: ever,
    refetchInterval: now && !follow ? pace : false,
    queryFn: ({ pageParam, signal }) => {
      const start = pageParam === undefined
      const live = start ? ('1' as const) : undefined
      const limit = start ? first : further
      return client.list(entity.name, { fields, filter, sort, limit, after: pageParam, live }, signal)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  })
  const count = useRecordCount(query, ever)
  const seen = useRef(-1)
  const [page] = pages.data?.pages ?? []
  const live = useLiveList({ query, queryKey, from: follow ? page?.live : undefined, table: true, seen })
  const rows = useMemo(() => pages.data?.pages.flatMap(({ data }) => data) ?? [], [pages.data])
  // The list is short: all of it can be seen, and what is new waits until it is asked for.
  useEffect(() => {
    seen.current = rows.length - 1
  }, [rows])
  const shown = new Set(rows.map((row) => row.id))
  const after = pages.data?.pages.at(-1)?.next
  return {
    columns,
    rows,
    count: count.data,
    /** How many new ones wait to be shown. */
    arrived: [...live.arrived].filter((id) => !shown.has(id)).length,
    showArrived: live.show,
    /** How to list what was not loaded. */
    rest: after ? { filter, sort, q: '', after } : undefined,
    loading: pages.isPending,
    error: pages.data ? null : pages.error,
    retry: () => pages.refetch(),
    more: pages.hasNextPage,
    loadingMore: pages.isFetchingNextPage,
    loadMore: () => pages.fetchNextPage(),
  }
}

export type RelatedListModel = ReturnType<typeof useRelatedList>
