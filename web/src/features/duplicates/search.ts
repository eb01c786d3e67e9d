/** What the address of the page holds. */
export interface DuplicatesSearch {
  /** Which of the entity's rules, from 0; the first one that can be listed when not given. */
  rule?: number
}

/** Reads it; what makes no sense is left out. */
export function parseDuplicatesSearch(raw: Record<string, unknown>): DuplicatesSearch {
  const rule = Number(raw.rule)
  return raw.rule !== undefined && Number.isInteger(rule) && rule >= 0 ? { rule } : {}
}
