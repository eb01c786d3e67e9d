import type { Preferences } from '@mortise/sdk'
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { client } from './client.ts'

/** What the user's browsers keep for him, on the server: it is the same in each of them. */
export function preferencesQuery() {
  return queryOptions({
    queryKey: ['preferences'],
    queryFn: ({ signal }) => client.account.preferences(signal),
    staleTime: 5 * 60_000,
  })
}

/** Sets one preference at once in this page, and on the server; undefined forgets it. */
export async function setPreference(queries: QueryClient, name: string, value: unknown): Promise<void> {
  const { queryKey } = preferencesQuery()
  // The one alone would look as if there were no others.
  if (!queries.getQueryData(queryKey))
    await queries.ensureQueryData(preferencesQuery()).catch(() => undefined)
  queries.setQueryData<Preferences>(queryKey, (now) => now && { ...now, [name]: value })
  await client.account.setPreferences({ [name]: value ?? null }).catch(() => undefined)
}

/** One preference, and how to set it; undefined while it is not known or not set. */
export function usePreference<Value>(
  name: string,
): [Value | undefined, (value: Value | undefined) => void, boolean] {
  const queries = useQueryClient()
  const known = useQuery(preferencesQuery())
  const set = useCallback(
    (value: Value | undefined) => {
      void setPreference(queries, name, value)
    },
    [queries, name],
  )
  return [(known.data?.[name] ?? undefined) as Value | undefined, set, known.isPending]
}
