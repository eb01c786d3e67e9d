import { useSyncExternalStore } from 'react'

let said = ''
const listeners = new Set<() => void>()

/** Reads a text aloud, such as where something was moved to. */
export function announce(text: string): void {
  // The same text twice is read twice.
  said = said === text ? `${text}\u00a0` : text
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Where announcements are read from; once on a page. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => said)
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {text}
    </p>
  )
}
