import type { Doc } from '../core/document.ts'
import type { Destination } from '../core/MoveTo.tsx'
import { fits, isGroup, type MenuNode, nodesOf } from './commands.ts'
import type { MenuEdits } from './useMenuEdits.ts'

/** The menu that is designed, and what its items are drawn with. */
export interface MenuDesign {
  menu: Doc
  nodes: readonly MenuNode[]
  chosen: string | undefined
  select: (id: string | undefined) => void
  edits: MenuEdits
  /** What an item is called: its own title, else that of what it leads to. */
  titleOf: (item: Doc) => string
  /** The titles of the roles of the menu that may not read what an item leads to. */
  barred: (item: Doc) => readonly string[]
  placesFor: (node: MenuNode) => readonly Destination[]
  /** Takes an item out; the focus goes to the one that stands there then. */
  remove: (id: string) => void
  /** Gives the focus to an item above or below. */
  walk: (id: string, step: number) => void
}

type Words = (key: string, values?: { [name: string]: unknown }) => string

/** All places that an item may be moved to, as JSON of the place. */
export function placesFor(
  menu: Doc,
  node: MenuNode,
  titleOf: (item: Doc) => string,
  t: Words,
): readonly Destination[] {
  const place = (group: string | undefined, at: number) => JSON.stringify({ group, at })
  const places: Destination[] = [{ id: place(undefined, 0), title: t('design.menu.first') }]
  for (const { id, item, group, at } of nodesOf(menu)) {
    const depth = group === undefined ? 0 : 1
    if (id !== node.id && fits(node.item, { group, at }))
      places.push({
        id: place(group, at + 1),
        title: t('design.menu.after', { title: titleOf(item) }),
        depth,
      })
    if (id !== node.id && isGroup(item) && !isGroup(node.item))
      places.push({ id: place(id, 0), title: t('design.menu.into', { title: titleOf(item) }), depth: 1 })
  }
  return places
}
