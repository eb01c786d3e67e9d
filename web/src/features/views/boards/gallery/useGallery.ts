import type { Entity } from '@mortise/sdk'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { client } from '@/lib/api/client.ts'
import { useNoteList } from '@/lib/neighbours.ts'
import { archivedOf, type BoardScope } from '../scope.ts'

const pageSize = 60

/** The records of a gallery, page by page. */
export function useGallery(entity: Entity, fields: string[], scope: BoardScope, enabled: boolean) {
  const { filter, q, sort } = scope
  const archived = archivedOf(scope)
  const pages = useInfiniteQuery({
    queryKey: ['records', entity.name, 'gallery', { fields, filter, q, sort, archived }],
    enabled,
    queryFn: ({ pageParam, signal }) =>
      client.list(
        entity.name,
        { fields, filter, q, sort, archived, limit: pageSize, after: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data])
  useNoteList(entity.name, rows, null)
  return { pages, rows }
}
