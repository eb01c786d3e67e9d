import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMe } from '@/lib/api/get-me.ts'

/** Sends to the sign-in page once the session is gone; tells whether it is there. */
export function useGuardSession(): boolean {
  const me = useMe()
  const navigate = useNavigate()
  const gone = me.data === null
  useEffect(() => {
    if (!gone) return
    const { pathname, search } = window.location
    navigate({ to: '/sign-in', search: { next: pathname + search }, replace: true })
  }, [gone, navigate])
  return me.data !== null && me.data !== undefined
}
