import type { Measure } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import type { RecordsQuery } from '@/lib/list/get-records.ts'
import type { Column } from './columns.ts'

/** What the columns' aggregates come to over the whole list, by field. */
export function useAggregates(
  { entity, filter, q, archived }: RecordsQuery,
  columns: Column[],
): { [field: string]: unknown } {
  const measures = columns.flatMap(({ field, aggregate }): Measure[] =>
    aggregate ? [{ as: `m_${field.name}`, fn: aggregate, field: field.name }] : [],
  )
  const answer = useQuery({
    queryKey: ['records', entity, 'aggregate', { measures, filter, q, archived }],
    enabled: measures.length > 0,
    queryFn: async ({ signal }) =>
      (await client.aggregate(entity, { measures, filter, q: q || undefined, archived }, signal)).data[0] ??
      {},
    placeholderData: keepPreviousData,
  })
  if (measures.length === 0 || !answer.data) return {}
  const row = answer.data
  return Object.fromEntries(columns.map(({ field }) => [field.name, row[`m_${field.name}`]]))
}
