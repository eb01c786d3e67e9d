import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'

/** How many records of an entity the caller may see; null until known. */
export function useEntityCount(entity: string): number | null {
  const query = useQuery({
    queryKey: ['records', entity, 'sidebar-count'],
    staleTime: 2 * 60_000,
    retry: false,
    queryFn: async ({ signal }) =>
      (await client.list(entity, { fields: ['id'], limit: 1, count: 'exact' }, signal)).count ?? null,
  })
  return query.data ?? null
}
