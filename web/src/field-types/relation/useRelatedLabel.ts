import type { Field } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { recordLabel, relatedId, relatedLabel, relationTarget, shortId } from '@/lib/definition.ts'

/** The name of the record that a value points to; asks the server when it came without one. */
export function useRelatedLabel(field: Field, value: unknown): string {
  const id = relatedId(value)
  const known = relatedLabel(value)
  const target = relationTarget(field) ?? ''
  const entity = useEntity(target)
  const query = useQuery({
    queryKey: ['label', target, id],
    enabled: known === null && id !== null && entity !== undefined,
    staleTime: 5 * 60_000,
    retry: false,
    queryFn: async ({ signal }) => {
      const fields = entity ? [entity.label] : undefined
      const { record } = await client.get(target, id ?? '', fields, signal)
      return recordLabel(entity, record)
    },
  })
  return known ?? query.data ?? (id ? shortId(id) : '')
}
