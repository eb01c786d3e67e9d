import type { Plan, Reading } from './plan.ts'

/** What was chosen for a file: how it is read, and what becomes of its columns. */
export interface Chosen {
  reading: Reading
  plan?: Plan
}

const place = (file: string) => `mortise.import.${file}`

/** What was chosen for a file in this window before. */
export function loadChosen(file: string | undefined): Chosen {
  try {
    const kept = file && sessionStorage.getItem(place(file))
    return kept ? (JSON.parse(kept) as Chosen) : { reading: {} }
  } catch {
    return { reading: {} }
  }
}

/** Keeps what was chosen for a file as long as the window is open. */
export function keepChosen(file: string, chosen: Chosen): void {
  sessionStorage.setItem(place(file), JSON.stringify(chosen))
}
