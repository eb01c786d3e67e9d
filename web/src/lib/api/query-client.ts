import { Problem } from '@mortise/sdk'
import { QueryClient } from '@tanstack/react-query'
import { onUnauthorized } from './client.ts'
import { onNewRevision } from './revision.ts'

function retry(failures: number, error: Error): boolean {
  const transient = error instanceof Problem ? error.status === 0 || error.status >= 500 : false
  return transient && failures < 2
}

/** Makes the page's query cache and ties it to session and revision. */
export function makeQueryClient(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: { queries: { retry, staleTime: 15_000 }, mutations: { retry: false } },
  })
  onNewRevision(() => {
    queries.invalidateQueries({ queryKey: ['describe'] })
    queries.invalidateQueries({ queryKey: ['me'] })
  })
  onUnauthorized(() => {
    if (queries.getQueryData(['me'])) queries.setQueryData(['me'], null)
  })
  return queries
}
