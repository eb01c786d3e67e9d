/** The spans of days that a filter offers, by the name of the server's function and its days. */
export const spans = [
  'today',
  'yesterday',
  'tomorrow',
  'this_week',
  'last_week',
  'next_week',
  'this_month',
  'last_month',
  'next_month',
  'this_year',
  'last_year',
  'next_year',
  'last_n_days:7',
  'last_n_days:30',
  'last_n_days:90',
  'next_n_days:7',
  'next_n_days:30',
] as const

/** A span of days around today, in the zone of who asks. */
export interface Span {
  name: string
  days?: number
}

/** The span that a value of a filter names; undefined when it names none. */
export function spanOf(value: unknown): Span | undefined {
  if (typeof value !== 'string') return undefined
  const [, name, days] = /^((?:last|next)_n_days):([1-9]\d{0,3})$/.exec(value) ?? []
  if (name) return { name, days: Number(days) }
  return spans.some((one) => one === value) ? { name: value } : undefined
}

/** A span as expressions write it. */
export function spanExpression({ name, days }: Span): string {
  return `${name}(${days ?? ''})`
}
