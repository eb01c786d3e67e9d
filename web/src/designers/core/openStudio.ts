import { useSyncExternalStore } from 'react'
import type { Studio } from './useBench.ts'

let open: Studio | undefined
const listeners = new Set<() => void>()

/** Says which studio is open, for what stands outside of the frame of the designers. */
export function setOpenStudio(studio: Studio | undefined): void {
  open = studio
  for (const listener of listeners) listener()
}

/** The studio that is open; undefined outside of the designers. */
export function useOpenStudio(): Studio | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
}
