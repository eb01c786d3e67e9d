import { useCallback } from 'react'
import { usePreference } from '@/lib/api/preferences.ts'

/** Which columns of a board the user has folded. */
export function useFolded(place: string) {
  const [kept, keep] = usePreference<string[]>(place)
  const closed = (key: string) => Array.isArray(kept) && kept.includes(key)
  const toggle = useCallback(
    (key: string) => {
      const before = Array.isArray(kept) ? kept : []
      keep(before.includes(key) ? before.filter((one) => one !== key) : [...before, key])
    },
    [kept, keep],
  )
  return { closed, toggle }
}
