import type { Page, WireRecord } from '@mortise/sdk'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { asLeaving } from './fresh.ts'
import { placeIn } from './placeIn.ts'

/** The pages of a list as the cache keeps them. */
export type Pages = InfiniteData<Page, string | undefined>

/** Most records that a stream is opened with. */
const mostKnown = 500

/** The records that are shown: the first ones, as far as a stream takes them. */
export function knownOf(pages: Pages): { id: string }[] {
  return pages.pages.flatMap((page) => page.data.map(({ id }) => ({ id }))).slice(0, mostKnown)
}

/** The records that boards of an entity show now, from whatever they have asked for. */
export function knownIn(queries: QueryClient, entity: string): { id: string; version?: number }[] {
  const known = new Map<string, number | undefined>()
  for (const query of queries.getQueryCache().findAll({ queryKey: ['records', entity], type: 'active' })) {
    for (const record of recordsIn(query.state.data)) {
      if (typeof record.id !== 'string') continue
      known.set(record.id, typeof record.version === 'number' ? record.version : known.get(record.id))
    }
  }
  return [...known].slice(0, mostKnown).map(([id, version]) => ({ id, version }))
}

function recordsIn(data: unknown): WireRecord[] {
  if (Array.isArray(data)) return data.filter((one) => typeof one === 'object' && one !== null)
  if (typeof data !== 'object' || data === null) return []
  if ('rows' in data) return recordsIn(data.rows)
  if ('pages' in data && Array.isArray(data.pages)) return data.pages.flatMap((page) => recordsIn(page?.data))
  return []
}

/** The pages with one record as it is now; the same pages when it is not in them. */
export function withChanged(pages: Pages, record: WireRecord): Pages {
  return withPage(pages, record.id, (data, at) => data.with(at, record))
}

/** The pages with one record drawn as one that leaves; the same pages when it is not in them. */
export function withLeaving(pages: Pages, id: string): Pages {
  return withPage(pages, id, (data, at) => data.with(at, asLeaving(data[at] as WireRecord)))
}

/** The pages without one record; the same pages when it is not in them. */
export function withoutRecord(pages: Pages, id: string): Pages {
  return withPage(pages, id, (data, at) => data.toSpliced(at, 1))
}

/**
 * The pages with a new record where it belongs, if that moves nothing of what is seen: the rows up to
 * seen. The same pages where the record will come with a later page; undefined where it would move rows.
 */
export function withNew(pages: Pages, record: WireRecord, sort: string[], seen: number): Pages | undefined {
  const rows = pages.pages.flatMap((page) => page.data)
  const at = placeIn(rows, record, sort)
  if (at <= seen) return undefined
  if (at === rows.length && pages.pages.at(-1)?.next) return pages
  let before = 0
  for (const [number, page] of pages.pages.entries()) {
    const last = number === pages.pages.length - 1
    if (at - before < page.data.length || last) {
      const changed = { ...page, data: page.data.toSpliced(at - before, 0, record) }
      return { ...pages, pages: pages.pages.with(number, changed) }
    }
    before += page.data.length
  }
  return pages
}

function withPage(pages: Pages, id: string, change: (data: WireRecord[], at: number) => WireRecord[]): Pages {
  for (const [number, page] of pages.pages.entries()) {
    const at = page.data.findIndex((record) => record.id === id)
    if (at >= 0) {
      const changed = { ...page, data: change(page.data, at) }
      return { ...pages, pages: pages.pages.with(number, changed) }
    }
  }
  return pages
}
