import { type Doc, type Key, listAt, withMembers } from '../core/document.ts'
import type { Named } from '../core/useBench.ts'

const orderOf = (doc: Doc) => (typeof doc.order === 'number' ? doc.order : 0)

/** Menus in the order in which a user of several gets one first. */
export function sortedMenus(menus: readonly Named[]): readonly Named[] {
  return [...menus].sort(
    (one, other) => orderOf(one.doc) - orderOf(other.doc) || (one.name < other.name ? -1 : 1),
  )
}

/** The changes by which a menu stands elsewhere among the others. */
export function reordered(menus: readonly Named[], from: number, to: number): { [key: Key]: Doc } {
  const list = [...menus]
  list.splice(to, 0, ...list.splice(from, 1))
  return Object.fromEntries(
    list.flatMap(({ key, doc }, at) =>
      orderOf(doc) === at + 1 ? [] : [[key, withMembers(doc, { order: at + 1 })]],
    ),
  )
}

/** The roles that have a menu; none for everybody. */
export function rolesOf(menu: Doc): readonly string[] {
  return listAt<string>(menu, 'roles')
}
