import type { Section } from './useSections.ts'

/** Sections that are drawn in one place; one of them at a time is shown. */
export interface FormTab {
  /** Its number among the tabs of the form, which is the same in every language. */
  id: string
  title: string
  sections: Section[]
}

/** The tabs of a form; sections that name none stand in the first one, which is called so. */
export function tabsOf(sections: Section[], untitled: string): FormTab[] {
  const groups = new Map<string | undefined, Section[]>()
  if (sections.some((section) => section.tab === undefined)) groups.set(undefined, [])
  for (const section of sections) {
    const group = groups.get(section.tab) ?? []
    groups.set(section.tab, group)
    group.push(section)
  }
  return [...groups].map(([title, group], at) => ({
    id: String(at + 1),
    title: title ?? untitled,
    sections: group,
  }))
}

/** The names of the fields of a tab. */
export function namesOf(tab: FormTab): string[] {
  return tab.sections.flatMap((section) => section.fields.map((field) => field.name))
}

/** The first of some fields in the order of the form, and the tab that it stands in. */
export function firstOf(
  tabs: FormTab[],
  names: readonly string[],
): { tab: string; name: string } | undefined {
  for (const tab of tabs) {
    const name = namesOf(tab).find((one) => names.includes(one))
    if (name !== undefined) return { tab: tab.id, name }
  }
  return undefined
}

/** How many of some fields stand in a tab. */
export function countIn(tab: FormTab, names: readonly string[]): number {
  return namesOf(tab).filter((name) => names.includes(name)).length
}
