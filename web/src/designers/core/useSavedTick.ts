import { useSaving } from './useBench.ts'

/** A number that rises when the draft on the server has become another. */
export function useSavedTick(): number {
  return useSaving().round
}
