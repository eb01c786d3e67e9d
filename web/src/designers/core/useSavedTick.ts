import { useEffect, useState } from 'react'
import { useBench, useSaving } from './useBench.ts'

/** A number that rises when everything drawn has been saved anew. */
export function useSavedTick(): number {
  const { documents } = useBench()
  const settled = useSaving().pending.size === 0
  const [tick, setTick] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts new documents once they are saved
  useEffect(() => {
    if (settled) setTick((now) => now + 1)
  }, [settled, documents])
  return tick
}
