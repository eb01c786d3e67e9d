/** One field that a list is sorted by. */
export interface Order {
  field: string
  descending: boolean
}

/** As many fields as the server sorts by. */
export const mostOrders = 5

/** Reads a sort as the API writes it, such as -created_at. */
export function ordersOf(sort: readonly string[]): Order[] {
  return sort.map((one) => ({ field: one.replace(/^-/, ''), descending: one.startsWith('-') }))
}

/** The sort as the API writes it. */
export function sortOf(orders: readonly Order[]): string[] {
  return orders.map(({ field, descending }) => (descending ? `-${field}` : field))
}

/**
 * What a press on the head of a column sorts by: that column alone, and the other way round at the next press.
 * Beside what is there, it comes last, is turned at the second press and goes at the third.
 */
export function pressed(sort: readonly string[], field: string, beside: boolean): string[] {
  const orders = ordersOf(sort)
  const at = orders.findIndex((order) => order.field === field)
  if (!beside) return [at === 0 && !orders[0]?.descending ? `-${field}` : field]
  const known = orders[at]
  if (!known) return orders.length < mostOrders ? [...sort, field] : [...sort]
  if (!known.descending) return sortOf(orders.with(at, { field, descending: true }))
  return orders.length === 1 ? [field] : sortOf(orders.toSpliced(at, 1))
}
