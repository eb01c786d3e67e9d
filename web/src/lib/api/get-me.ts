import { type Me, Problem } from '@mortise/sdk'
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { keepDraftsOf } from '../drafts.ts'
import { forgetLists } from '../neighbours.ts'
import { setZone } from '../zone.ts'
import { client } from './client.ts'
import { announceRevision } from './revision.ts'

async function fetchMe(signal: AbortSignal): Promise<Me | null> {
  try {
    const me = await client.me(signal)
    announceRevision(me.revision)
    setZone(me.zone)
    return me
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

/** The signed-in principal; null when nobody is. */
export function meQuery() {
  return queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => fetchMe(signal),
    staleTime: 60_000,
    refetchOnWindowFocus: 'always',
    refetchInterval: 30_000,
  })
}

/** The signed-in principal; null when nobody is. */
export function useMe() {
  return useQuery(meQuery())
}

/** Forgets everything of the last principal and begins with this one, who keeps the drafts of his own. */
export function beginSession(queries: QueryClient, me: Me | null): void {
  keepDraftsOf(me?.user.id)
  forgetLists()
  setZone(me?.zone)
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' })
  queries.setQueryData(['me'], me)
}
