import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { client } from '@/lib/api/client.ts'
import { useStudio } from '../core/useBench.ts'

/** This tab, among those of its user. */
const session = crypto.randomUUID()

/** So often one tells that one is there, in milliseconds. */
const beat = 5000

/** Tells where one is, hears who else is there, and takes over what others have saved. */
export function usePresence() {
  const { draft, reload } = useStudio()
  const place = useLocation().pathname.replace(/^\/design\/?/, '') || 'home'
  const heard = useQuery({
    queryKey: ['design', 'here', draft, place],
    queryFn: ({ signal }) => client.design.here({ draft, place, session }, signal),
    refetchInterval: beat,
    refetchIntervalInBackground: false,
    placeholderData: (last) => last,
    retry: false,
    gcTime: 0,
  })
  const newest = heard.data?.newest
  const last = useRef(newest)
  useEffect(() => {
    if (newest === undefined || newest === last.current) return
    if (last.current !== undefined) void reload()
    last.current = newest
  }, [newest, reload])
  useEffect(() => () => void client.design.leave({ draft, session }).catch(() => undefined), [draft])
  return heard.data?.others ?? []
}
