import { type Description, type Entity, Problem, type Versioned } from '@mortise/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { requestFields } from '@/lib/definition.ts'

/** The key of one record's data. */
export function recordKey(entity: string, id: string) {
  return ['record', entity, id] as const
}

/** The fields that the page of a record asks for. */
export function fieldsOfPage(description: Description | undefined, entity: Entity): string[] {
  const names = entity.fields.filter((field) => field.name !== 'id').map((field) => field.name)
  return description ? requestFields(description, entity, names) : names
}

/** One record, with its version; null when it is missing or not to be seen. */
export function recordQuery(entity: string, id: string, fields: string[]) {
  return queryOptions({
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

/** One record; it stays while other fields of it are asked for. */
export function useRecordData(entity: string, id: string, fields: string[]) {
  return useQuery({ ...recordQuery(entity, id, fields), placeholderData: keepPreviousData })
}
