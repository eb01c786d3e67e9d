import type { QueryClient } from '@tanstack/react-query'
import { descriptionQuery } from '@/lib/api/get-description.ts'
import { meQuery } from '@/lib/api/get-me.ts'
import { currentLanguage } from '@/lib/i18n/index.ts'

const pages: [RegExp, () => Promise<unknown>][] = [
  [/^\/e\/[^/]+\/?$/, () => import('./routes/ListRoute.tsx')],
  [/^\/e\/[^/]+\/new$/, () => import('./routes/CreateRoute.tsx')],
  [/^\/e\/[^/]+\/import$/, () => import('./routes/ImportRoute.tsx')],
  [/^\/e\/[^/]+\/[^/]+$/, () => import('./routes/RecordRoute.tsx')],
  [/^\/$/, () => import('./routes/HomeRoute.tsx')],
]

/** What shows a path; undefined for pages that are not worth a head start. */
export function pageOf(path: string): (() => Promise<unknown>) | undefined {
  return pages.find(([pattern]) => pattern.test(path))?.[1]
}

/** Asks at once for what the router will ask for one after the other. It asks again for what fails here. */
export function beginEarly(queries: QueryClient, path: string): void {
  const page = pageOf(path)
  if (!page) return
  void page().catch(() => undefined)
  void queries.prefetchQuery(meQuery())
  void queries.prefetchQuery(descriptionQuery(currentLanguage()))
}
