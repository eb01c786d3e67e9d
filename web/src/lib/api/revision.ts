let known = 0
const listeners = new Set<(revision: number) => void>()

/** Takes the revision an answer was made with; tells listeners when it grew. */
export function announceRevision(revision: number): void {
  if (revision <= known) return
  const first = known === 0
  known = revision
  if (first) return
  for (const listener of listeners) listener(revision)
}

/** Calls back when the server serves a newer revision than before. */
export function onNewRevision(listener: (revision: number) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
