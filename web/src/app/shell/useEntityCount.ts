import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { useRested } from '@/lib/useRested.ts'

/** How many records of an entity the caller may see; null until known, and not asked before it is wanted. */
export function useEntityCount(entity: string, wanted: boolean): number | null {
  const rested = useRested()
  const query = useQuery({
    queryKey: ['records', entity, 'sidebar-count'],
    staleTime: 2 * 60_000,
    retry: false,
    enabled: rested && wanted,
    queryFn: async ({ signal }) =>
      (await client.list(entity, { fields: ['id'], limit: 1, count: 'exact' }, signal)).count ?? null,
  })
  return query.data ?? null
}
