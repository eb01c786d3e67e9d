/** The list with one item taken out and put in at a place, counted without it. */
export function placed<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const item = list[from]
  if (item === undefined) return [...list]
  const rest = list.filter((_, at) => at !== from)
  rest.splice(Math.max(0, Math.min(to, rest.length)), 0, item)
  return rest
}
