import { type Doc, isObject, listAt, same } from '../core/document.ts'

/** Sections that are drawn in one place. */
export interface DesignedTab {
  /** Its name in languages; undefined for the first one, of sections that name none. */
  tab: unknown
  /** The places of its sections in the form. */
  sections: readonly number[]
}

/** The tabs of a form as it is drawn: sections that name none stand in the first one. */
export function tabsOf(form: Doc | undefined): readonly DesignedTab[] {
  return grouped(listAt<unknown>(form, 'sections').filter(isObject))
}

/** The tab that a section stands in; 0 for none. */
export function tabAt(form: Doc | undefined, section: number): number {
  return Math.max(
    0,
    tabsOf(form).findIndex(({ sections }) => sections.includes(section)),
  )
}

/** Sections in the order in which they are drawn: those of one tab stand together. */
export function arranged(sections: readonly Doc[]): readonly Doc[] {
  return pickedFrom(
    sections,
    grouped(sections).flatMap((tab) => tab.sections),
  )
}

/** The sections at some places, in that order. */
export function pickedFrom(sections: readonly Doc[], places: readonly number[]): readonly Doc[] {
  return places.map((at) => sections[at]).filter((section) => section !== undefined)
}

function grouped(sections: readonly Doc[]): DesignedTab[] {
  const tabs: { tab: unknown; sections: number[] }[] = []
  for (const [index, { tab }] of sections.entries()) {
    const known = tabs.find((one) => same(one.tab, tab))
    if (known) known.sections.push(index)
    else tabs.push({ tab, sections: [index] })
  }
  return [...tabs.filter(({ tab }) => tab === undefined), ...tabs.filter(({ tab }) => tab !== undefined)]
}
