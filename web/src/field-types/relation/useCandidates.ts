import type { Field } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { recordLabel, relationTarget } from '@/lib/definition.ts'

/** A record that a relation may point to. */
export interface Candidate {
  id: string
  label: string
}

/** Searches the entity that a field points to. */
export function useCandidates(field: Field, search: string, enabled: boolean) {
  const target = relationTarget(field) ?? ''
  const entity = useEntity(target)
  const q = useDeferredValue(search.trim())
  return useQuery({
    queryKey: ['candidates', target, q],
    enabled: enabled && entity !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Candidate[]> => {
      const fields = entity ? [entity.label] : undefined
      const page = await client.list(target, { q, fields, limit: 20 }, signal)
      return page.data.map((record) => ({ id: record.id, label: recordLabel(entity, record) }))
    },
  })
}
