import type { Field } from '@mortise/sdk'
import { useCallback, useSyncExternalStore } from 'react'
import type { Facts } from '@/lib/condition/Facts.ts'

/** The fields that a condition makes required now. */
export function useRequired(facts: Facts, fields: Field[]): string[] {
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = fields
        .filter((field) => field.requiredIf)
        .map((field) => facts.subscribe(field.requiredIf, listener))
      return () => {
        for (const end of ends) end()
      }
    },
    [facts, fields],
  )
  const names = useSyncExternalStore(subscribe, () =>
    fields
      .filter((field) => facts.holds(field.requiredIf) === true)
      .map((field) => field.name)
      .join(),
  )
  return names.split(',')
}
