import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** Calls back with the place that the address leads to, a JSON pointer, whenever one follows a link there. */
export function useAt(show: (pointer: string) => void): void {
  const { search, state } = useLocation()
  const at = (search as { at?: string }).at
  const latest = useRef(show)
  latest.current = show
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link can be followed again
  useEffect(() => {
    if (at !== undefined) latest.current(at)
  }, [at, state.key])
}
