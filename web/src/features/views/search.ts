/** What the address of a list holds. */
export interface ListSearch {
  view?: string
  q?: string
  f?: unknown
  sort?: string
  /** What a table is grouped by; empty for nothing where the view groups. */
  group?: string
  archived?: boolean
  /** The day at which a calendar stands, as in 2026-01-31, and how it is drawn. */
  day?: string
  mode?: string
}

/** Reads the address of a list, dropping what is not ours. */
export function parseListSearch(raw: { [name: string]: unknown }): ListSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  return {
    view: text(raw.view),
    q: typeof raw.q === 'string' ? raw.q : typeof raw.q === 'number' ? String(raw.q) : undefined,
    f: raw.f,
    sort: text(raw.sort),
    group: typeof raw.group === 'string' ? raw.group : undefined,
    archived: raw.archived === true || undefined,
    day: dayOf(raw.day),
    mode: text(raw.mode),
  }
}

function dayOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined
  const time = Date.parse(`${value}T00:00:00Z`)
  const there = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
  return there ? value : undefined
}
