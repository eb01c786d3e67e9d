import type { Field } from '@mortise/sdk'

/** The share of a text's length that is near its end, and the least number of characters that is. */
const near = 0.1
const least = 10

/** How many characters a text may still take, below zero what is too much; undefined while it is far from its end. */
export function charactersLeft(field: Field, value: unknown): number | undefined {
  if (!field.maxLength || typeof value !== 'string') return undefined
  // As the server counts: one for each character, however many units it takes here.
  const left = field.maxLength - [...value].length
  return left <= Math.max(least, field.maxLength * near) ? left : undefined
}
