import { Problem } from '@mortise/sdk'

/** What the server says of a refusal: what is wrong in it, else the whole. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const details = error instanceof Problem ? error.details.map((detail) => detail.message) : []
  return details.length > 0 ? [...new Set(details)].join(' ') : error.message
}
