import type { Entity } from '@mortise/sdk'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { recordKey } from './get-record.ts'

/** What the caller may do with one record, as long as it has the same fields. */
export function accessQuery({ name, fields }: Entity, id: string) {
  return queryOptions({
    queryKey: [...recordKey(name, id), 'access', fields.map((field) => field.name).join()],
    queryFn: async ({ signal }) => (await client.access(name, [id], signal))[id] ?? null,
  })
}

/** What the caller may do with one record; it stays while the record is given other fields. */
export function useRecordAccess(entity: Entity, id: string) {
  return useQuery({ ...accessQuery(entity, id), placeholderData: keepPreviousData })
}
