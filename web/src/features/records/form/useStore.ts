import type { Entity } from '@mortise/sdk'
import { useRef, useState } from 'react'
import { FormStore } from './FormStore.ts'
import { wireOf } from './wireOf.ts'

/** The values of a form, which last as long as its page. */
export function useStore(entity: Entity, start?: (form: FormStore) => void): FormStore {
  const latest = useRef(entity)
  latest.current = entity
  const [store] = useState(() => {
    const form = new FormStore(
      {},
      wireOf(() => latest.current),
    )
    start?.(form)
    return form
  })
  return store
}
