/** What the address of a list holds. */
export interface ListSearch {
  view?: string
  q?: string
  f?: unknown
  sort?: string
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
    archived: raw.archived === true || undefined,
  }
}
