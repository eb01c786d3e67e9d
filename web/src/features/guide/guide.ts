import type { Guide, GuideEntry } from '@mortise/sdk'

/** A page of a guide, with the guide that it is of. */
export interface Hint {
  guide: Guide
  page: GuideEntry
}

/** So many pages are told of at one place. */
const most = 5

/** The pages that are about a place: an entity, or home. */
export function hintsOf(guides: readonly Guide[], place: string | undefined): Hint[] {
  if (!place) return []
  return guides
    .flatMap((guide) => guide.pages.map((page) => ({ guide, page })))
    .filter(({ page }) => page.fits.includes(place))
    .slice(0, most)
}

/** The name of the page of the same guide that a link leads to; undefined for any other link. */
export function pageOfLink(href: string): string | undefined {
  return /^(?:\.\/)?(\d{2}-[a-z0-9-]+)\.md(?:#.*)?$/.exec(href)?.[1]
}

/** The pages before and after one. */
export function besides(
  pages: readonly GuideEntry[],
  name: string,
): { before?: GuideEntry; after?: GuideEntry } {
  const at = pages.findIndex((page) => page.name === name)
  if (at < 0) return {}
  return { before: pages[at - 1], after: pages[at + 1] }
}
