import type { Doc } from '../core/document.ts'
import {
  contentOf,
  type FieldPlace,
  fieldNames,
  moveSection,
  placeOfField,
  sectionsOf,
  setSection,
  setTab,
} from './commands.ts'
import { tabAt, tabsOf } from './tabs.ts'

/** Where something is moved with the arrows. */
export type Direction = 'up' | 'down' | 'left' | 'right'

/** The direction of an arrow key. */
export const directions: { [key: string]: Direction } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/** The lines in which fields are drawn, as places from and to; a wide one has a line of its own. */
export function linesOf(wide: readonly boolean[], columns: number): readonly (readonly [number, number])[] {
  const lines: [number, number][] = []
  for (const [at, isWide] of wide.entries()) {
    const last = lines.at(-1)
    const fits = last && !isWide && last[1] - last[0] < columns && !wide[last[0]]
    if (fits) last[1] = at + 1
    else lines.push([at, at + 1])
  }
  return lines
}

/** How a section is drawn: its columns, and which fields take the whole width. */
export interface Drawn {
  columns: (section: Doc) => number
  isWide: (field: string) => boolean
}

/**
 * Where a field goes with an arrow, counted without it: above or below within its section, beside in its
 * line, and at the edge into the section before or behind; undefined where there is none.
 */
export function stepField(
  form: Doc,
  name: string,
  direction: Direction,
  { columns, isWide }: Drawn,
): FieldPlace | undefined {
  const place = placeOfField(form, name)
  const section = place && sectionsOf(form)[place.section]
  if (!section) return undefined
  const fields = fieldNames(section)
  const back = direction === 'up' || direction === 'left'
  const beside = direction === 'left' || direction === 'right'
  if (beside && columns(section) > 1) {
    const at = place.at + (back ? -1 : 1)
    if (at >= 0 && at < fields.length) return { section: place.section, at }
  } else if (!beside) {
    const lines = linesOf(fields.map(isWide), columns(section))
    const line = lines.findIndex(([from, to]) => place.at >= from && place.at < to)
    const [from = 0] = lines[line] ?? []
    const next = lines[line + (back ? -1 : 1)]
    if (next) return { section: place.section, at: Math.min(next[0] + place.at - from, next[1] - 1) }
  }
  return neighbour(form, place.section, back)
}

function neighbour(form: Doc, section: number, back: boolean): FieldPlace | undefined {
  const sections = sectionsOf(form)
  for (let at = section + (back ? -1 : 1); at >= 0 && at < sections.length; at += back ? -1 : 1)
    if (contentOf(sections[at]) === 'fields')
      return { section: at, at: back ? fieldNames(sections[at]).length : 0 }
  return undefined
}

/**
 * The form with a section moved by an arrow, and where it stands then: up and down among the sections,
 * over the edge into the tab there, left and right from tab to tab. Undefined where there is none.
 */
export function stepSection(
  form: Doc,
  at: number,
  direction: Direction,
): { form: Doc; at: number } | undefined {
  const tabs = tabsOf(form)
  const tab = tabAt(form, at)
  const back = direction === 'up' || direction === 'left'
  const other = tabs[tab + (back ? -1 : 1)]
  if (direction === 'up' || direction === 'down') {
    const to = at + (back ? -1 : 1)
    if (tabs[tab]?.sections.includes(to)) return { form: moveSection(form, at, to, tabs[tab].tab), at: to }
    if (!back && other) return { form: setSection(form, at, { tab: other.tab }), at }
  }
  if (!other) return undefined
  const last = other.sections.at(-1) ?? 0
  return { form: setTab(form, at, other.tab), at: back ? last + 1 : last }
}
