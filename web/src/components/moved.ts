/** The list with one item a place further up (-1) or down (1); itself when there is no such place. */
export function moved<Item>(list: readonly Item[], at: number, step: -1 | 1): Item[] {
  const to = at + step
  const [item, other] = [list[at], list[to]]
  if (item === undefined || other === undefined) return [...list]
  return list.map((one, index) => (index === at ? other : index === to ? item : one))
}

/** The items in the order of names that the user gave; those he has not placed stay behind as they come. */
export function inOrder<Item>(
  items: readonly Item[],
  names: readonly string[],
  nameOf: (item: Item) => string,
): Item[] {
  const place = (item: Item) => {
    const at = names.indexOf(nameOf(item))
    return at < 0 ? names.length : at
  }
  return items
    .map((item, at) => ({ item, at, place: place(item) }))
    .sort((one, other) => one.place - other.place || one.at - other.at)
    .map(({ item }) => item)
}
