import { useEffect } from 'react'
import type { RecordsQuery } from '@/lib/list/get-records.ts'
import type { RowGroup } from './grouping.ts'
import { type GroupRows, useGroupRows } from './useGroups.ts'

interface GroupLoaderProps {
  query: RecordsQuery
  group: RowGroup
  /** Undefined once the group is closed. */
  onRows: (key: string, rows: GroupRows | undefined) => void
}

/** Fetches the rows of one open group; draws nothing. */
export function GroupLoader({ query, group, onRows }: GroupLoaderProps) {
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = useGroupRows(
    query,
    group,
  )
  const { key } = group
  const more = !data || (hasNextPage && !isFetchNextPageError)
  useEffect(() => {
    onRows(key, {
      rows: data?.pages.flatMap((page) => page.data) ?? [],
      more,
      loadMore: () => {
        if (data && !isFetchingNextPage) void fetchNextPage()
      },
    })
  }, [key, data, more, isFetchingNextPage, fetchNextPage, onRows])
  useEffect(() => () => onRows(key, undefined), [key, onRows])
  return null
}
