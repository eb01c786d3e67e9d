import { useQuery } from '@tanstack/react-query'
import { useEntity } from './get-description.ts'
import { labelOf } from './labels.ts'

/** The name of a record: undefined while it is asked for, null when it cannot be read. */
export function useLabel(entityName: string | undefined, id: string | undefined): string | null | undefined {
  const entity = useEntity(entityName)
  const query = useQuery({
    queryKey: ['label', entityName, id],
    enabled: entity !== undefined && id !== undefined,
    staleTime: 60_000,
    queryFn: () => (entity && id ? labelOf(entity, id) : null),
  })
  return entity ? query.data : undefined
}
