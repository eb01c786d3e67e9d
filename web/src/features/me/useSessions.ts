import type { Session } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'

const key = ['sessions']

/** Where the user is signed in, or his tokens. */
export function useSessions(kind: 'cookie' | 'token') {
  const queries = useQueryClient()
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => client.account.sessions(signal) })
  const list = (query.data ?? [])
    .filter((one) => (one.kind === 'token') === (kind === 'token'))
    .sort(
      (one, other) => Number(other.current) - Number(one.current) || other.seen_at.localeCompare(one.seen_at),
    )
  const end = useMutation({
    mutationFn: async (some: Session[]) => {
      for (const { id } of some) await client.account.endSession(id)
    },
    onError: (error) => showToast({ tone: 'error', text: error.message }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  })
  return { query, list, end, renew: () => queries.invalidateQueries({ queryKey: key }) }
}

/** What a browser calls itself, in two words. */
export function browserName(agent: string): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrome\//.test(agent)
        ? 'Chrome'
        : /Safari\//.test(agent)
          ? 'Safari'
          : undefined
  const system = /iPhone|iPad/.test(agent)
    ? 'iOS'
    : /Android/.test(agent)
      ? 'Android'
      : /Windows/.test(agent)
        ? 'Windows'
        : /Mac OS X/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : undefined
  return browser ? [browser, system].filter(Boolean).join(' · ') : agent.slice(0, 60)
}
