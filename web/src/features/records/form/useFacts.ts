import type { Condition, Entity, Field } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useState, useSyncExternalStore } from 'react'
import { client } from '@/lib/api/client.ts'
import { Facts } from './Facts.ts'
import type { FormStore } from './FormStore.ts'

/** The facts that the conditions of the form below are about. */
export const FactsContext = createContext<Facts | null>(null)

/** The facts of a form; the records that conditions look at come from the server, once. */
export function useFacts(entity: Entity, store: FormStore): Facts {
  const queries = useQueryClient()
  const fetch = (name: string, id: string) =>
    queries
      .fetchQuery({
        queryKey: ['related', name, id],
        queryFn: async ({ signal }) => (await client.get(name, id, undefined, signal)).record,
        staleTime: 60_000,
        retry: false,
      })
      .catch(() => null)
  const make = () => ({ entity, facts: new Facts(entity, store, fetch) })
  const [held, setHeld] = useState(make)
  if (held.entity === entity) return held.facts
  const next = make()
  setHeld(next)
  return next.facts
}

const never = () => () => undefined

/** Whether a condition is true, live; undefined when there is none, or it cannot be told here. */
export function useCondition(condition: Condition | undefined, was?: 'now' | 'was'): boolean | undefined {
  const facts = useContext(FactsContext)
  const subscribe = useCallback(
    (listener: () => void) => (condition && facts ? facts.subscribe(condition, listener) : never()),
    [facts, condition],
  )
  return useSyncExternalStore(subscribe, () => facts?.holds(condition, was))
}

/** What conditions say of a field now. What cannot be told hides, asks and locks nothing: the server decides. */
export function useSaid(field: Field): { visible: boolean; required: boolean; locked: boolean } {
  const visible = useCondition(field.visibleIf) !== false
  const required = useCondition(field.requiredIf) === true
  const locked = useCondition(field.readOnlyIf, 'was') === true
  return { visible, required: visible && (Boolean(field.required) || required), locked }
}
