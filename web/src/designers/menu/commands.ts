import { type Doc, listAt, newId, textAt, withMembers } from '../core/document.ts'

/** What a menu has: a link to an entity or an address, or a group of those. */
export interface MenuNode {
  id: string
  item: Doc
  /** The group that it stands in. */
  group?: string
  /** Its place in its group, or in the menu. */
  at: number
}

/** A place in a menu: before what stands there, of a group or of the menu itself. */
export interface MenuPlace {
  group?: string
  at: number
}

/** Where an item is moved by a key. */
export type Way = 'up' | 'down' | 'in' | 'out'

const idOf = (item: Doc) => textAt(item, 'x-id')

/** Whether an item holds others. */
export function isGroup(item: Doc): boolean {
  return Array.isArray(item.items)
}

/** Everything in a menu, in the order in which it is shown. */
export function nodesOf(menu: Doc): readonly MenuNode[] {
  return listAt<Doc>(menu, 'items').flatMap((item, at): MenuNode[] => [
    { id: idOf(item), item, at },
    ...listAt<Doc>(item, 'items').map((inner, place) => ({
      id: idOf(inner),
      item: inner,
      group: idOf(item),
      at: place,
    })),
  ])
}

/** An item of a menu by its id. */
export function nodeOf(menu: Doc, id: string): MenuNode | undefined {
  return nodesOf(menu).find((node) => node.id === id)
}

/** The item that a JSON pointer such as /items/2/items/0/title leads to. */
export function nodeAt(menu: Doc, pointer: string): MenuNode | undefined {
  const [, root, at, inner, place] = pointer.split('/')
  if (root !== 'items') return undefined
  const nodes = nodesOf(menu)
  const top = nodes.find((node) => node.group === undefined && node.at === Number(at))
  if (inner !== 'items') return top
  return nodes.find((node) => node.group === top?.id && node.at === Number(place))
}

function listOf(menu: Doc, group: string | undefined): readonly Doc[] {
  return listAt<Doc>(group === undefined ? menu : nodeOf(menu, group)?.item, 'items')
}

function withList(menu: Doc, group: string | undefined, items: readonly Doc[]): Doc {
  if (group === undefined) return { ...menu, items }
  return withList(
    menu,
    undefined,
    listAt<Doc>(menu, 'items').map((item) => (idOf(item) === group ? { ...item, items } : item)),
  )
}

/** The menu with an item put in at a place. */
export function putItem(menu: Doc, item: Doc, { group, at }: MenuPlace): Doc {
  const list = listOf(menu, group)
  return withList(menu, group, list.toSpliced(Math.min(at, list.length), 0, item))
}

/** The menu without an item, and what it holds. */
export function removeItem(menu: Doc, id: string): Doc {
  const node = nodeOf(menu, id)
  return node ? withList(menu, node.group, listOf(menu, node.group).toSpliced(node.at, 1)) : menu
}

/** The menu with an item moved before what stands at a place now. Groups stay outside of groups. */
export function moveItem(menu: Doc, id: string, place: MenuPlace): Doc {
  const node = nodeOf(menu, id)
  if (!node || !fits(node.item, place)) return menu
  const before = node.group === place.group && node.at < place.at
  const to = { ...place, at: before ? place.at - 1 : place.at }
  if (node.group === to.group && node.at === to.at) return menu
  return putItem(removeItem(menu, id), node.item, to)
}

/** Whether an item may stand at a place. */
export function fits(item: Doc, place: MenuPlace): boolean {
  return place.group === undefined || !isGroup(item)
}

/** The menu with members of an item set, and without those that are undefined. */
export function setItem(menu: Doc, id: string, members: { [member: string]: unknown }): Doc {
  const node = nodeOf(menu, id)
  if (!node) return menu
  return withList(menu, node.group, listOf(menu, node.group).with(node.at, withMembers(node.item, members)))
}

/** The place that a key moves an item to; undefined where it leads nowhere. */
export function stepItem(menu: Doc, id: string, way: Way): MenuPlace | undefined {
  const node = nodeOf(menu, id)
  if (!node) return undefined
  const { group, at } = node
  const list = listOf(menu, group)
  if (way === 'up') return at > 0 ? { group, at: at - 1 } : undefined
  if (way === 'down') return at < list.length - 1 ? { group, at: at + 2 } : undefined
  if (way === 'out') {
    const outer = group === undefined ? undefined : nodeOf(menu, group)
    return outer && { at: outer.at + 1 }
  }
  const above = list[at - 1]
  if (group !== undefined || !above || !isGroup(above) || isGroup(node.item)) return undefined
  return { group: idOf(above), at: listAt(above, 'items').length }
}

/** An item that leads to an entity, or to one of its views. */
export function newLink(entity: string, view?: string): Doc {
  return withMembers({ 'x-id': newId(), entity }, { view })
}

/** A group without anything in it. */
export function newGroup(title: string): Doc {
  return { 'x-id': newId(), title, items: [] }
}

/** An item that leads to an address. */
export function newAddress(title: string): Doc {
  return { 'x-id': newId(), title, url: '/' }
}

/** A menu of these entities. */
export function newMenu(name: string, title: string, entities: readonly string[]): Doc {
  return { $schema: 'mortise:menu', name, title, items: entities.map((entity) => newLink(entity)) }
}

/** What a menu names of entities. */
export function entitiesIn(menu: Doc): ReadonlySet<string> {
  return new Set(nodesOf(menu).flatMap(({ item }) => textAt(item, 'entity') || []))
}
