import type { Entity } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { client } from '@/lib/api/client.ts'
import type { Facts } from '@/lib/condition/Facts.ts'
import { useSettled } from '@/lib/useSettled.ts'
import type { FormStore } from './FormStore.ts'

/** Milliseconds without a change after which the server is asked. */
const pause = 600

const nothing = '{}'

/** The field that is being typed in: what is wrong with it is said when one has left it. */
function fieldInUse(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset.field
}

/**
 * Asks the server, while a new record is filled in, which values come along and what is wrong with it.
 * Values come only into fields that nobody has filled in.
 */
export function useDryRun(entity: Entity, store: FormStore, facts: Facts): void {
  const subscribe = useCallback((listener: () => void) => store.subscribeSummary(listener), [store])
  const typed = useSyncExternalStore(subscribe, () => JSON.stringify(store.changes(facts.idle())))
  const settled = useSettled(typed, pause)
  const begun = settled !== nothing || entity.fields.some(({ defaulted }) => defaulted)
  const answer = useQuery({
    queryKey: ['dry-run', entity.name, settled],
    queryFn: ({ signal }) => client.validate(entity.name, undefined, JSON.parse(settled), signal),
    enabled: begun && settled === typed,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  }).data

  const brought = useRef(new Map<string, unknown>())
  useEffect(() => {
    if (!answer || settled !== typed) return
    for (const { name, readOnly, system } of entity.fields) {
      const value = answer.values[name]
      if (readOnly || system || value === undefined || value === null) continue
      const { changed, value: now } = store.field(name)
      if (changed && now !== brought.current.get(name)) continue
      brought.current.set(name, value)
      store.set(name, value)
    }
    store.warn(answer.errors, fieldInUse())
  }, [answer, settled, typed, entity, store])
}
