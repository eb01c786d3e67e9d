import { useSyncExternalStore } from 'react'
import { watchMedia } from './media.ts'

const narrow = watchMedia('(width < 700px)')

/** Whether the page has phone width. */
export function useNarrow(): boolean {
  return useSyncExternalStore(narrow.subscribe, narrow.matches)
}
