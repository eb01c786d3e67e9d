import type { Entity, Form } from '@mortise/sdk'
import { useCallback, useSyncExternalStore } from 'react'
import type { Facts } from '@/lib/condition/Facts.ts'

/** The form of a record: the first whose condition holds. One of which that is not known here is not used. */
export function formOf(entity: Entity, holds: Facts['holds']): Form | undefined {
  return entity.forms?.find((form) => form.when === undefined || holds(form.when) === true)
}

/** The form of the record that is edited, as its values are now. */
export function useChosenForm(entity: Entity, facts: Facts): Form | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = (entity.forms ?? [])
        .filter((form) => form.when !== undefined)
        .map((form) => facts.subscribe(form.when, listener))
      return () => {
        for (const end of ends) end()
      }
    },
    [entity, facts],
  )
  return useSyncExternalStore(subscribe, () => formOf(entity, (condition) => facts.holds(condition)))
}
