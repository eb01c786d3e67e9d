import type { Measure } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import type { RecordsQuery } from '@/lib/list/get-records.ts'
import type { Column } from './columns.ts'
import { batches, measured, measuresOf } from './measures.ts'

/** What the columns' aggregates come to over the whole list, by field. */
export function useAggregates(
  { entity, filter, q, archived }: RecordsQuery,
  columns: Column[],
): { [field: string]: unknown } {
  const measures = measuresOf(columns)
  const answer = useQuery({
    queryKey: ['records', entity, 'aggregate', { measures, filter, q, archived }],
    enabled: measures.length > 0,
    queryFn: async ({ signal }) => {
      const ask = (some: Measure[]) =>
        client.aggregate(entity, { measures: some, filter, q: q || undefined, archived }, signal)
      const answers = await Promise.all(batches(measures).map((some) => measured(some, ask)))
      return Object.assign({}, ...answers.map((one) => one?.data[0])) as { [name: string]: unknown }
    },
    placeholderData: keepPreviousData,
  })
  if (measures.length === 0 || !answer.data) return {}
  const row = answer.data
  return Object.fromEntries(columns.map(({ field }) => [field.name, row[`m_${field.name}`]]))
}
