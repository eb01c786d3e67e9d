import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { shortReason } from './explanation.ts'
import type { ActionPlace } from './place.ts'

/** Why the caller may do something with a record or not, in his language. */
export function useExplanation({ entity, record }: ActionPlace, action: string, enabled = true) {
  const answer = useQuery({
    queryKey: ['record', entity.name, record.id, 'explain', action, record.version],
    enabled,
    queryFn: ({ signal }) => client.rights.explain({ entity: entity.name, id: record.id, action }, signal),
  })
  return { ...answer, short: answer.data && shortReason(answer.data) }
}
