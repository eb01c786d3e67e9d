import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/**
 * Calls back with the place that the address leads to, a JSON pointer, whenever one follows a link there. An answer
 * of false says that the place is not drawn yet: it is asked again as the page fills, until somebody presses or types.
 */
export function useAt(show: (pointer: string) => unknown): void {
  const { search, state } = useLocation()
  const at = (search as { at?: string }).at
  const latest = useRef(show)
  latest.current = show
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same link can be followed again
  useEffect(() => {
    if (at === undefined || latest.current(at) !== false) return
    const filling = new MutationObserver(() => {
      if (latest.current(at) !== false) stop()
    })
    const stop = () => {
      filling.disconnect()
      window.removeEventListener('pointerdown', stop, true)
      window.removeEventListener('keydown', stop, true)
    }
    filling.observe(document.body, { childList: true, subtree: true })
    window.addEventListener('pointerdown', stop, true)
    window.addEventListener('keydown', stop, true)
    return stop
  }, [at, state.key])
}
