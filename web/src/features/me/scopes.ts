/** What a token may be narrowed to without naming an entity. */
export const plainScopes = ['read', 'write', 'import', 'account'] as const
export type PlainScope = (typeof plainScopes)[number]

/** The scopes that were asked for; none for all that the user may. */
export function scopesOf(all: boolean, plain: readonly PlainScope[], more: string): string[] | undefined {
  if (all) return undefined
  const typed = more.split(/[\s,，]+/).filter(Boolean)
  return [...new Set([...plain, ...typed])]
}
