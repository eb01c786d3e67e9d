import { createContext, useContext } from 'react'

/** The record that values stand in; without an id it is still to be made. */
export interface Place {
  entity: string
  id?: string
}

const PlaceContext = createContext<Place | null>(null)

/** Tells the values below which record they stand in. */
export const PlaceProvider = PlaceContext.Provider

/** The record that a value stands in; null where that is not told, as in lists. */
export function usePlace(): Place | null {
  return useContext(PlaceContext)
}
