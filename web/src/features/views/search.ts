/** What the address of a list holds. */
export interface ListSearch {
  view?: string
  q?: string
  f?: unknown
  sort?: string
  /** What a table is grouped by; empty for nothing where the view groups. */
  group?: string
  archived?: boolean
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
  }
}
