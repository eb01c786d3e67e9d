import { useMe } from '@/lib/api/get-me.ts'
import { dayIn } from './calendar/days.ts'

/** The time zone of the user, or of his browser. */
export function useZone(): string {
  const zone = useMe().data?.zone
  return zone || Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Today's day in the user's time zone, as in 2026-01-31. */
export function useToday(): string {
  return dayIn(Date.now(), useZone())
}
