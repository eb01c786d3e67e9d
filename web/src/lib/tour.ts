import { useSyncExternalStore } from 'react'
import { loadPreference, savePreference } from './storage.ts'

/** How far somebody has come on the tour through the designers. */
export interface Tour {
  /** "declined" is no longer offered; "stopped" can be gone on with; "taken" was taken to its end. */
  state: 'running' | 'stopped' | 'declined' | 'taken'
  /** The step one is at, from 0. */
  step: number
  /** The entity that is made on the tour. */
  entity?: string
}

const states = ['running', 'stopped', 'declined', 'taken']
const listeners = new Set<() => void>()
let now: Tour | undefined
let read = false

function kept(): Tour | undefined {
  try {
    const value = JSON.parse(loadPreference('tour') ?? 'null') as Partial<Tour> | null
    if (!value || !states.includes(value.state ?? '') || typeof value.step !== 'number') return undefined
    return { state: value.state ?? 'stopped', step: value.step, entity: value.entity }
  } catch {
    return undefined
  }
}

/** How far one has come, as this browser knows; undefined for who never heard of it. */
export function currentTour(): Tour | undefined {
  if (!read) now = kept()
  read = true
  return now
}

/** Keeps how far one has come. */
export function keepTour(next: Tour): void {
  read = true
  now = next
  savePreference('tour', JSON.stringify(next))
  for (const listener of listeners) listener()
}

/** Begins the tour, or goes on where it was stopped. */
export function startTour(): void {
  const tour = currentTour()
  const goesOn = tour?.state === 'stopped' || tour?.state === 'running'
  keepTour(goesOn ? { ...tour, state: 'running' } : { state: 'running', step: 0 })
}

/** Puts the tour away until it is asked for. */
export function stopTour(): void {
  const tour = currentTour()
  keepTour({ step: 0, ...tour, state: tour?.state === 'running' ? 'stopped' : 'declined' })
}

/** How far one has come, live. */
export function useTour(): Tour | undefined {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentTour)
}
