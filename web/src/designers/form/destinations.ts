import type { Destination } from '../core/MoveTo.tsx'
import { contentOf, fieldNames, placeOfField, sectionsOf } from './commands.ts'
import type { FormDesign } from './design.ts'
import { tabsOf } from './tabs.ts'

type Translate = (key: string, more?: { [name: string]: unknown }) => string

/** The places that a field may be moved to: at the end of each section, or before a field of it. */
export function placesOfField(design: FormDesign, name: string, t: Translate): Destination[] {
  const own = placeOfField(design.form, name)
  return sectionsOf(design.form).flatMap((section, at) => {
    if (contentOf(section) !== 'fields') return []
    const names = fieldNames(section)
    const end = {
      id: `${at}:${names.length}`,
      title: t('design.form.to.end', { title: design.sectionTitle(at) }),
    }
    const before = names.map((field, place) => ({
      id: `${at}:${place}`,
      title: t('design.form.to.before', { title: design.titleOf(field) }),
      depth: 1,
    }))
    // Before itself, and before the one behind it, is where it stands.
    const stays = (id: string) =>
      own?.section === at && (id === `${at}:${own.at}` || id === `${at}:${own.at + 1}`)
    return [end, ...before].filter(({ id }) => !stays(id))
  })
}

/** The section, and the place in it as drawn, that a destination of a field stands for. */
export function fieldPlace(id: string): [section: number, before: number] {
  const [section = 0, before = 0] = id.split(':').map(Number)
  return [section, before]
}

/** The places that a section may be moved to: at the end of each tab, or before a section of it. */
export function placesOfSection(design: FormDesign, own: number, t: Translate): Destination[] {
  const tabs = tabsOf(design.form)
  const several = tabs.length > 1
  return tabs.flatMap(({ sections }, tab) => {
    const end = {
      id: `${(sections.at(-1) ?? -1) + 1}:${tab}`,
      title: several ? t('design.form.to.end', { title: design.tabTitle(tab) }) : t('design.form.to.last'),
    }
    const before = sections.map((at) => ({
      id: `${at}:${tab}`,
      title: t('design.form.to.before', { title: design.sectionTitle(at) }),
      depth: several ? 1 : 0,
    }))
    const here = sections.includes(own)
    const stays = (id: string) => here && (id === `${own}:${tab}` || id === `${own + 1}:${tab}`)
    return [end, ...before].filter(({ id }) => !stays(id))
  })
}

/** The place as drawn, and the tab, that a destination of a section stands for. */
export function sectionPlace(id: string): [before: number, tab: number] {
  const [before = 0, tab = 0] = id.split(':').map(Number)
  return [before, tab]
}
