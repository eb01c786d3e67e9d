import { isObject, textAt } from './document.ts'

/** The scopes that a cell of the matrix offers, from none to all. */
export const presets = ['none', 'own', 'team', 'department', 'below', 'subordinates', 'all'] as const

/** A scope in one word. */
export type Preset = (typeof presets)[number]

/** Scopes in one word that a cell shows but does not offer: they want settings, or a pool. */
export const otherScopes = ['pool', 'shared', 'partition', 'related'] as const

/** What a scope says in one word; undefined where several parts or settings say it. */
export function presetOf(scope: unknown): Preset | (typeof otherScopes)[number] | undefined {
  const [part, more] = Array.isArray(scope) ? scope : [scope]
  if (more !== undefined) return undefined
  if (typeof part === 'string')
    return [...presets, ...otherScopes].find((name) => name === part && name !== 'below')
  if (!isObject(part)) return undefined
  const kind = textAt(part, 'kind')
  const settings = Object.keys(part).filter((member) => member !== 'kind')
  if (kind === 'department' && settings.join() === 'below' && part.below === true) return 'below'
  return settings.length === 0 ? presetOf(kind) : undefined
}

/** The scope that a word stands for. */
export function scopeOf(preset: Preset): unknown {
  return preset === 'below' ? { kind: 'department', below: true } : preset
}

/** Whether a scope asks who owns a record. */
export function needsOwner(preset: Preset): boolean {
  return preset !== 'none' && preset !== 'all'
}
