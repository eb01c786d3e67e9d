import { useSyncExternalStore } from 'react'

const patience = 800
const listeners = new Set<() => void>()
let rested = false
let timer: ReturnType<typeof setTimeout> | undefined

function rest(): void {
  rested = true
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!timer) timer = setTimeout(rest, patience)
  return () => listeners.delete(listener)
}

/** Whether the first page has had time to ask for what it is about: what stands beside it comes after. */
export function useRested(): boolean {
  return useSyncExternalStore(subscribe, () => rested)
}
