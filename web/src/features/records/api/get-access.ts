import { queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { recordKey } from './get-record.ts'

/** What the caller may do with one record. */
export function accessQuery(entity: string, id: string) {
  return queryOptions({
    queryKey: [...recordKey(entity, id), 'access'],
    queryFn: async ({ signal }) => (await client.access(entity, [id], signal))[id] ?? null,
  })
}

/** What the caller may do with one record. */
export function useRecordAccess(entity: string, id: string) {
  return useQuery(accessQuery(entity, id))
}
