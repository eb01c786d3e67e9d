import { type Doc, isObject, same } from './document.ts'

/** A place that two changed differently, by the names and ids that lead there. */
export interface Clash {
  path: readonly string[]
  base: unknown
  mine: unknown
  theirs: unknown
}

/** Says which value counts where both changed one place. */
export type Choose = (clash: Clash) => unknown

/** A value that is not there. */
const absent: unique symbol = Symbol('absent')

/** What tells elements of a list apart: the first of these that all of them have. */
const identities = ['x-id', 'name', 'field', 'value', 'const', '']

/** Lists that are one value: half of a path leads nowhere. */
const whole = ['through', 'readers', 'match']

interface Part {
  id: string
  name: string
  value: unknown
}

/**
 * Puts together what two made of the same document: member by member; fields, options and other things
 * with an x-id are the same under any name. Order follows who moved things, mine before theirs. The
 * server merges alike when it saves; here it is for undoing and for choosing.
 */
export function merge3(base: Doc, mine: Doc, theirs: Doc, choose: Choose): Doc {
  return mergeValue([], base, mine, theirs, choose) as Doc
}

function mergeValue(
  path: readonly string[],
  base: unknown,
  mine: unknown,
  theirs: unknown,
  choose: Choose,
): unknown {
  if (equal(mine, theirs) || equal(base, theirs)) return mine
  if (equal(base, mine)) return theirs
  if (isObject(mine) && isObject(theirs)) {
    const from = isObject(base) ? base : {}
    const named = ids(from, mine, theirs)
    const parts = mergeParts(path, members(from, named), members(mine, named), members(theirs, named), choose)
    return Object.fromEntries(parts.map(({ name, value }) => [name, value]))
  }
  if (Array.isArray(mine) && Array.isArray(theirs) && !whole.includes(path.at(-1) ?? '')) {
    const lists = [Array.isArray(base) ? base : [], mine, theirs]
    for (const by of identities) {
      const [from, ours, others] = lists.map((list) => elements(list, by))
      if (!from || !ours || !others) continue
      return mergeParts(path, from, ours, others, choose).map(({ value }) => value)
    }
  }
  return choose({
    path,
    base: base === absent ? undefined : base,
    mine: mine === absent ? undefined : mine,
    theirs: theirs === absent ? undefined : theirs,
  })
}

/** Equal in content, and of objects in the order of their members too. */
function equal(one: unknown, other: unknown): boolean {
  return one === other || (same(one, other) && JSON.stringify(one) === JSON.stringify(other))
}

function ids(...sides: Doc[]): Map<string, string> {
  const named = new Map<string, string>()
  for (const side of sides)
    for (const [name, value] of Object.entries(side))
      if (isObject(value) && typeof value['x-id'] === 'string' && !named.has(name))
        named.set(name, value['x-id'])
  return named
}

function members(side: Doc, named: Map<string, string>): Part[] {
  return Object.entries(side).map(([name, value]) => {
    const own = isObject(value) ? (value['x-id'] ?? named.get(name)) : undefined
    return { id: typeof own === 'string' ? `#${own}` : name, name, value }
  })
}

function elements(list: readonly unknown[], by: string): Part[] | undefined {
  const seen = new Set<string>()
  const parts: Part[] = []
  for (const value of list) {
    const id = by === '' ? value : isObject(value) ? value[by] : undefined
    if (typeof id !== 'string' || seen.has(id)) return undefined
    seen.add(id)
    parts.push({ id, name: id, value })
  }
  return parts
}

function mergeParts(
  path: readonly string[],
  base: Part[],
  mine: Part[],
  theirs: Part[],
  choose: Choose,
): Part[] {
  const at = (parts: Part[], id: string) => parts.find((part) => part.id === id)
  const merged = new Map<string, Part>()
  for (const { id } of [...mine, ...theirs]) {
    if (merged.has(id)) continue
    const [from, ours, others] = [at(base, id), at(mine, id), at(theirs, id)]
    const name = ours && from && ours.name === from.name ? (others ?? ours).name : (ours ?? others)?.name
    const value = mergeValue(
      [...path, name ?? id],
      from ? from.value : absent,
      ours ? ours.value : absent,
      others ? others.value : absent,
      choose,
    )
    if (value !== absent && value !== undefined) merged.set(id, { id, name: name ?? id, value })
  }
  return arranged(base, mine, theirs).flatMap((id) => merged.get(id) ?? [])
}

/** The ids of two lists in one order: that of who changed the order, mine before theirs. */
function arranged(base: Part[], mine: Part[], theirs: Part[]): string[] {
  const known = new Set(base.map(({ id }) => id))
  const order = (parts: Part[], other: Part[]) =>
    parts.filter(({ id }) => known.has(id) && other.some((part) => part.id === id)).map(({ id }) => id)
  const moved = order(mine, base).join('\n') !== order(base, mine).join('\n')
  const [first, second] = moved ? [mine, theirs] : [theirs, mine]
  const list = first.map(({ id }) => id)
  for (const [place, { id }] of second.entries()) {
    if (list.includes(id)) continue
    // Behind the one that it follows on its own side.
    const before = second
      .slice(0, place)
      .reverse()
      .find((part) => list.includes(part.id))
    list.splice(before ? list.indexOf(before.id) + 1 : 0, 0, id)
  }
  return list
}
