import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { recordKey } from './get-record.ts'

/** What happened to one record, newest first. */
export function useHistory(entity: string, id: string) {
  return useQuery({
    queryKey: [...recordKey(entity, id), 'history'],
    queryFn: ({ signal }) => client.history(entity, id, signal),
  })
}
