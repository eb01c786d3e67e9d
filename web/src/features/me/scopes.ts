import type { TFunction } from 'i18next'

/** What a token may be narrowed to without naming an entity. */
export const plainScopes = ['read', 'write', 'import', 'account'] as const
export type PlainScope = (typeof plainScopes)[number]

/** The scopes of a token in words; those of single entities as they were written. */
export function scopeWords(scopes: readonly string[], t: TFunction): string {
  const plain: readonly string[] = plainScopes
  return scopes.map((one) => (plain.includes(one) ? t(`me.scope.${one as PlainScope}`) : one)).join(', ')
}

/** The scopes that were asked for; none for all that the user may. */
export function scopesOf(all: boolean, plain: readonly PlainScope[], more: string): string[] | undefined {
  if (all) return undefined
  const typed = more.split(/[\s,，]+/).filter(Boolean)
  return [...new Set([...plain, ...typed])]
}
