import { useCallback, useId, useState, useSyncExternalStore } from 'react'
import { useForm } from './useFormStore.ts'
import type { Section } from './useSections.ts'

/** A section that can be closed, and what waits in it. */
export interface Fold {
  closed: boolean
  toggle: () => void
  /** The id of what is closed. */
  panel: string
  changes: number
  problems: number
}

/** Closes and opens a section that begins closed; what is found wrong in it opens it. */
export function useFold(section: Section): Fold | undefined {
  const store = useForm()
  const panel = useId()
  const [state, setState] = useState({ section, closed: section.collapsed === true, problems: 0 })
  const subscribe = useCallback((listener: () => void) => store.subscribeSummary(listener), [store])
  const count = (names: string[]) => section.fields.filter((field) => names.includes(field.name)).length
  const changes = useSyncExternalStore(subscribe, () => count(store.changed()))
  const problems = useSyncExternalStore(subscribe, () => count(store.refused()))
  const another = state.section !== section
  if (section.collapsed && (another || state.problems !== problems)) {
    const closed = another ? problems === 0 : state.closed && problems <= state.problems
    setState({ section, closed, problems })
  }
  if (!section.collapsed) return undefined
  return {
    closed: state.closed,
    toggle: () => setState((now) => ({ ...now, closed: !now.closed })),
    panel,
    changes,
    problems,
  }
}
