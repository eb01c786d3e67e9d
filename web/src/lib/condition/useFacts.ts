import type { Condition, Entity, Field } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useState, useSyncExternalStore } from 'react'
import { client } from '../api/client.ts'
import { Facts, type Fetch, type Held, type Said, saidOf } from './Facts.ts'

/** The facts that the conditions of the form below are about. */
export const FactsContext = createContext<Facts | null>(null)

/** Gets the records that conditions look at from the server, once. */
export function useFetch(): Fetch {
  const queries = useQueryClient()
  return (name, id) =>
    queries
      .fetchQuery({
        queryKey: ['related', name, id],
        queryFn: async ({ signal }) => (await client.get(name, id, undefined, signal)).record,
        staleTime: 60_000,
        retry: false,
      })
      .catch(() => null)
}

/** The facts of a form. */
export function useFacts(entity: Entity, store: Held): Facts {
  const fetch = useFetch()
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

/** What conditions say of a field now. */
export function useSaid(field: Field): Said {
  return saidOf(field, useCondition)
}
