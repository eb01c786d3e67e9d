import type { Aggregated, Page, WireRecord } from '@mortise/sdk'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { placeIn } from '@/lib/list/placeIn.ts'
import { type BoardColumn, columnKey } from './columns.ts'

type Pages = InfiniteData<Page, string | undefined>

/** What tells the lists of a board's columns from others. */
export function boardKey(entity: string, column?: string): string[] {
  const key = ['records', entity, 'kanban']
  return column === undefined ? key : [...key, column]
}

/** The pages without a record. */
export function without(pages: Pages, id: string): Pages {
  return {
    ...pages,
    pages: pages.pages.map((page) => ({ ...page, data: page.data.filter((row) => row.id !== id) })),
  }
}

/** The pages with a record where their order puts it; left out when that is on a page to come. */
export function withRecord(pages: Pages, record: WireRecord, sort: string[]): Pages {
  const rows = pages.pages.flatMap((page) => page.data)
  const place = placeIn(rows, record, sort)
  if (place === rows.length && pages.pages.at(-1)?.next) return pages
  let from = 0
  let done = false
  return {
    ...pages,
    pages: pages.pages.map((page, at) => {
      const here = place - from
      from += page.data.length
      if (done || (here > page.data.length && at < pages.pages.length - 1)) return page
      done = true
      return { ...page, data: [...page.data.slice(0, here), record, ...page.data.slice(here)] }
    }),
  }
}

/** The counts of a board after a record has gone from one column to another. */
export function recounted(counted: Aggregated, field: string, from: string, to: BoardColumn): Aggregated {
  const rows = counted.data.map((row) => {
    const key = columnKey(row[field])
    const step = key === from ? -1 : key === to.key ? 1 : 0
    return step === 0 ? row : { ...row, n: Number(row.n) + step }
  })
  if (!rows.some((row) => columnKey(row[field]) === to.key)) rows.push({ [field]: to.value, n: 1 })
  return { ...counted, data: rows }
}

/** Shows a record in another column before the server has said so. */
export function shift(
  queries: QueryClient,
  place: { entity: string; field: string; sort: string[] },
  record: WireRecord,
  to: BoardColumn,
): void {
  const { entity, field, sort } = place
  const from = columnKey(record[field])
  const moved = { ...record, [field]: to.cell }
  queries.setQueriesData<Pages>(
    { queryKey: boardKey(entity, from) },
    (pages) => pages && without(pages, record.id),
  )
  queries.setQueriesData<Pages>(
    { queryKey: boardKey(entity, to.key) },
    (pages) => pages && withRecord(without(pages, record.id), moved, sort),
  )
  queries.setQueriesData<Aggregated>(
    { queryKey: ['records', entity, 'columns', field] },
    (counted) => counted && recounted(counted, field, from, to),
  )
}
