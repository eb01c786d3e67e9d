/** What a media query says, live. */
export interface Media {
  matches: () => boolean
  subscribe: (listener: () => void) => () => void
}

/**
 * Watches a media query. It is asked once: whoever reads it between a change and the event of that
 * change takes the event away from all others, and a part of the page would stay as it was.
 */
export function watchMedia(query: string): Media {
  const listeners = new Set<() => void>()
  const list = window.matchMedia(query)
  let now = list.matches
  list.addEventListener('change', (event) => {
    now = event.matches
    for (const listener of listeners) listener()
  })
  return {
    matches: () => now,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
