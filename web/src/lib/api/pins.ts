import { usePreference } from './preferences.ts'

/** A list that the user pinned. */
export interface Pin {
  entity: string
  view?: string
  title?: string
}

/** Reads what a browser kept; anything else counts as nothing. */
export function pinsOf(value: unknown): Pin[] {
  return Array.isArray(value) ? value.filter((one): one is Pin => typeof one?.entity === 'string') : []
}

/** The lists that the user pinned, and how to set them. */
export function usePins(): [Pin[], (pins: Pin[]) => void] {
  const [value, set] = usePreference<unknown>('home.pinned')
  return [pinsOf(value), set]
}
