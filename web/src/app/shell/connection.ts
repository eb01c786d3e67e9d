import { Problem } from '@mortise/sdk'
import type { QueryClient } from '@tanstack/react-query'

/** Whether an answer never came. */
function unreachable(error: unknown): boolean {
  return (error instanceof Problem && error.status === 0) || error instanceof TypeError
}

/** Tells each time an answer comes, or none can be had. */
export function watchConnection(queries: QueryClient, tell: (reached: boolean) => void): () => void {
  const stops = [queries.getQueryCache(), queries.getMutationCache()].map((cache) =>
    cache.subscribe((event: { type: string; action?: { type: string; error?: unknown } }) => {
      if (event.type !== 'updated' || !event.action) return
      if (event.action.type === 'success') tell(true)
      const failed = event.action.type === 'failed' || event.action.type === 'error'
      if (failed && unreachable(event.action.error)) tell(false)
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

/** Asks again for everything that did not come. */
export function askAgain(queries: QueryClient): void {
  queries.refetchQueries({
    predicate: ({ state, isActive }) =>
      (state.status === 'error' || state.fetchStatus === 'paused' || state.fetchFailureCount > 0) &&
      typeof isActive === 'function',
    type: 'active',
  })
}
