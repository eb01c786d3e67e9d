import { Conflict } from '@mortise/sdk'
import { useState } from 'react'

/** Holds the refusal of a write whose record is there already, for a window to say so. */
export function useDuplicates() {
  const [refusal, setRefusal] = useState<Conflict>()
  return {
    refusal,
    /** Takes the error of a write; tells whether it is such a refusal. */
    take: (error: Error): boolean => {
      const found = error instanceof Conflict && error.duplicates.length > 0
      if (found) setRefusal(error)
      return found
    },
    close: () => setRefusal(undefined),
  }
}
