import type { Page, WireRecord } from '@mortise/sdk'
import type { InfiniteData } from '@tanstack/react-query'

/** The pages of a list as the cache keeps them. */
export type Pages = InfiniteData<Page, string | undefined>

/** Most records that a stream is opened with. */
const mostKnown = 500

/** The records that are shown: the first ones, as far as a stream takes them. */
export function knownOf(pages: Pages): { id: string }[] {
  return pages.pages.flatMap((page) => page.data.map(({ id }) => ({ id }))).slice(0, mostKnown)
}

/** The pages with one record as it is now; the same pages when it is not in them. */
export function withChanged(pages: Pages, record: WireRecord): Pages {
  return withPage(pages, record.id, (data, at) => data.with(at, record))
}

/** The pages without one record; the same pages when it is not in them. */
export function withoutRecord(pages: Pages, id: string): Pages {
  return withPage(pages, id, (data, at) => data.toSpliced(at, 1))
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
