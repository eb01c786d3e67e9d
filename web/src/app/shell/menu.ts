import type { MenuItem } from '@mortise/sdk'

/** Where the user is. */
export interface Place {
  entity?: string
  view?: string
  /** The path, and what follows "?" with it. */
  pathname: string
  search: string
}

/** The links of a menu, those of its groups among them, in their order. */
export function linksOf(items: readonly MenuItem[]): MenuItem[] {
  return items.flatMap((item) => item.items ?? [item])
}

/** Whether an address leads to a page of this server. */
export function isOwn(url: string): boolean {
  return url.startsWith('/') && !url.startsWith('//')
}

/** The id of the link that says best where the user is; undefined when none does. */
export function currentLink(items: readonly MenuItem[], place: Place): string | undefined {
  const links = linksOf(items)
  const here = links.filter(({ entity }) => entity !== undefined && entity === place.entity)
  const found =
    links.find(({ url }) => url === place.pathname + place.search && place.search !== '') ??
    here.find(({ view }) => view !== undefined && view === place.view) ??
    here.find(({ view }) => view === undefined) ??
    links.find(({ url }) => url === place.pathname)
  return found?.id
}
