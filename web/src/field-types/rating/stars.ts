import type { Field } from '@mortise/sdk'

/** The most stars of a field. */
export function starsOf(field: Field): number {
  return Number(field.maximum ?? 5)
}

/** Above so many, stars are written as a number. */
export const mostDrawn = 10
