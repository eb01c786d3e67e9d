import { Problem, type Versioned } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'

/** The key of one record's data. */
export function recordKey(entity: string, id: string) {
  return ['record', entity, id] as const
}

/** One record, with its version; null when it is missing or not to be seen. */
export function useRecordData(entity: string, id: string, fields: string[]) {
  return useQuery({
    queryKey: [...recordKey(entity, id), fields],
    queryFn: async ({ signal }): Promise<Versioned | null> => {
      try {
        return await client.get(entity, id, fields, signal)
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null
        throw error
      }
    },
  })
}
