import { useCallback } from 'react'
import { usePreference } from '@/lib/api/preferences.ts'
import type { RowGroup } from './grouping.ts'

/** So many groups are open until the user says otherwise. */
const openAtFirst = 3

/** Which groups of a table the user has open. */
export function useFolds(place: string, groups: RowGroup[]) {
  const [kept, keep] = usePreference<{ [key: string]: boolean }>(place)
  const isOpen = useCallback(
    (key: string) => kept?.[`g_${key}`] ?? groups.findIndex((group) => group.key === key) < openAtFirst,
    [kept, groups],
  )
  const toggle = useCallback(
    (key: string) => keep({ ...kept, [`g_${key}`]: !isOpen(key) }),
    [kept, keep, isOpen],
  )
  return { isOpen, toggle }
}
