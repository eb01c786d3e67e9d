import type { Field } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useEntity } from '@/lib/api/get-description.ts'
import { labelOf } from '@/lib/api/labels.ts'
import { relatedId, relatedLabel, relationTarget, shortId } from '@/lib/definition.ts'

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
    queryFn: () => (entity && id ? labelOf(entity, id) : null),
  })
  return known ?? query.data ?? (id ? shortId(id) : '')
}
