import type { Measure, WireRecord } from '@mortise/sdk'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '@/lib/api/client.ts'
import { type RecordsQuery, recordPagesKey } from '@/lib/list/get-records.ts'
import { columnKey } from '../../boards/kanban/columns.ts'
import type { Column } from '../../columns.ts'
import { measured, measuresOf, mostMeasures } from '../../measures.ts'
import { type Grouping, orderGroups, type RowGroup } from './grouping.ts'

/** Most groups that a table shows. */
const mostGroups = 500
const pageSize = 50

/** The groups of a table, with what is counted of each. */
export function useGroups(query: RecordsQuery, columns: Column[], { field, bucket }: Grouping) {
  const { entity, filter, q, archived } = query
  const counted: Measure = { fn: 'count', as: 'n' }
  const measures = [counted, ...measuresOf(columns)].slice(0, mostMeasures)
  const answer = useQuery({
    queryKey: ['records', entity, 'groups', { field: field.name, bucket, measures, filter, q, archived }],
    queryFn: ({ signal }) =>
      measured(measures, (some) =>
        client.aggregate(
          entity,
          {
            groups: [{ field: field.name, bucket, as: 'g' }],
            measures: some,
            filter,
            q: q || undefined,
            archived: archived || undefined,
            limit: mostGroups,
          },
          signal,
        ),
      ),
    placeholderData: keepPreviousData,
  })
  const groups = useMemo(() => {
    const labels = answer.data?.labels?.g
    const all = (answer.data?.data ?? []).map((row): RowGroup => {
      const key = columnKey(row.g)
      const label = labels?.[key]
      return { key, value: label ? { id: key, label } : row.g, count: Number(row.n), row }
    })
    return orderGroups(field, all)
  }, [answer.data, field])
  return { groups, answer }
}

/** What is there of an open group. */
export interface GroupRows {
  rows: WireRecord[]
  more: boolean
  loadMore: () => void
}

/** The rows of one group, page by page. */
export function useGroupRows(query: RecordsQuery, group: RowGroup) {
  const filter = JSON.stringify(
    query.filter ? { and: [group.row._filter ?? {}, { $expr: query.filter }] } : group.row._filter,
  )
  const { entity, fields, sort, q } = query
  const archived = query.archived ? ('only' as const) : undefined
  return useInfiniteQuery({
    queryKey: [...recordPagesKey({ ...query, filter }), 'group'],
    queryFn: ({ pageParam, signal }) =>
      client.list(entity, { fields, filter, q, sort, archived, limit: pageSize, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}
