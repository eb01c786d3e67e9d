import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import type { FieldState, FormStore, FormSummary } from './FormStore.ts'

/** The form that the fields below belong to. */
export const FormContext = createContext<FormStore | null>(null)

/** The form that this component is in. */
export function useForm(): FormStore {
  const store = useContext(FormContext)
  if (!store) throw new Error('a form field stands outside of a form')
  return store
}

/** One field of the form; draws again only when that field changes. */
export function useFormField(name: string): FieldState {
  const store = useForm()
  const subscribe = useCallback((listener: () => void) => store.subscribe(name, listener), [store, name])
  return useSyncExternalStore(subscribe, () => store.field(name))
}

/** How many changes and problems a form holds. */
export function useFormSummary(store: FormStore): FormSummary {
  const subscribe = useCallback((listener: () => void) => store.subscribeSummary(listener), [store])
  return useSyncExternalStore(subscribe, () => store.summary())
}
