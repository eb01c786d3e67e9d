import type { Duplicate, Entity } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { client } from '@/lib/api/client.ts'
import { useSettled } from '@/lib/useSettled.ts'
import type { FormStore } from './FormStore.ts'

/** Milliseconds without a change after which the server is asked: it answers only so many times an hour. */
const pause = 700

const none: Duplicate[] = []

/** What a record would be a duplicate of with the values typed so far; of one that is there already with its id. */
export function useProbe(entity: Entity, store: FormStore, id?: string): Duplicate[] {
  const subscribe = useCallback((listener: () => void) => store.subscribeSummary(listener), [store])
  const typed = useSyncExternalStore(subscribe, () => {
    if (store.slipped()) return ''
    const filled = Object.entries(store.changes()).filter(
      ([name, value]) => value !== null && entity.duplicates?.includes(name),
    )
    return filled.length > 0 ? JSON.stringify(Object.fromEntries(filled)) : ''
  })
  const settled = useSettled(typed, pause)
  const found = useQuery({
    queryKey: ['duplicates', entity.name, id, settled],
    queryFn: ({ signal }) => client.duplicates.probe(entity.name, JSON.parse(settled), id, signal),
    enabled: settled !== '' && settled === typed,
    retry: false,
    staleTime: 30_000,
  })
  return (settled === typed && found.data) || none
}
