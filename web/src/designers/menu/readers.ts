import { listAt, textAt } from '../core/document.ts'
import type { Named } from '../core/useBench.ts'

/** Who may read which entities at all, by the grants as they are drawn. */
export interface Readers {
  /** Those of some roles that may not read an entity; a menu leaves it out for them. */
  without: (entity: string, roles: readonly string[]) => readonly string[]
}

/** The roles that a role has everything of, itself and what everybody has among them. */
function closureOf(role: string, roles: readonly Named[]): ReadonlySet<string> {
  const found = new Set(['everyone'])
  const add = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    for (const below of listAt<string>(roles.find((one) => one.name === name)?.doc, 'inherits')) add(below)
  }
  add(role)
  return found
}

/** Reads grants. */
export function readersOf(grants: readonly Named[], roles: readonly Named[]): Readers {
  const reading = new Map<string, Set<string>>()
  for (const { doc } of grants) {
    if (!listAt<string>(doc, 'actions').includes('read')) continue
    const entity = textAt(doc, 'entity')
    const names = reading.get(entity) ?? new Set()
    names.add(textAt(doc, 'role'))
    reading.set(entity, names)
  }
  return {
    without: (entity, some) =>
      some.filter((role) => {
        const given = reading.get(entity)
        return !given || ![...closureOf(role, roles)].some((name) => given.has(name))
      }),
  }
}
