import { createContext, useContext } from 'react'
import { useDescription } from '@/lib/api/get-description.ts'
import type { KnownEntities } from './places.ts'

/** Entities as they are being designed, for filters that are part of a design. */
export const FilterDescription = createContext<KnownEntities | undefined>(undefined)

/** The entities that a filter may lead to: those that are being designed where that is so. */
export function useFilterDescription(): KnownEntities | undefined {
  const designed = useContext(FilterDescription)
  const served = useDescription().data
  return designed ?? served
}
