import type { WireRecord } from '@mortise/sdk'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { recordKey } from '../api/get-record.ts'
import type { Kind } from './items.ts'

/** What happened around one record, page after page, of some kinds or of all. */
export function useTimeline(entity: string, id: string, kinds: readonly Kind[]) {
  return useInfiniteQuery({
    queryKey: [...recordKey(entity, id), 'timeline', kinds.join()],
    queryFn: ({ pageParam, signal }) => {
      const query = { kinds: kinds.length > 0 ? [...kinds] : undefined, before: pageParam, limit: 30 }
      return client.timeline.list(entity, id, query, signal)
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

/** Fetches anew what is around a record: its timeline, its tasks. */
export function useRefreshTimeline(entity: string, id: string) {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: [...recordKey(entity, id), 'timeline'] })
}

/** The record as the rail works with it. */
export interface RailPlace {
  record: WireRecord
  may: (action: string) => boolean
  refresh: () => Promise<void>
}
