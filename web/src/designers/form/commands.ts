import { type Doc, isObject, listAt, same, textAt, withMembers } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import { placed } from '../core/placed.ts'
import { arranged, pickedFrom, tabsOf } from './tabs.ts'

/** The sections of a form, in their order. */
export function sectionsOf(form: Doc | undefined): readonly Doc[] {
  return listAt<unknown>(form, 'sections').filter(isObject)
}

/** The names of the fields of a section. */
export function fieldNames(section: Doc | undefined): readonly string[] {
  return listAt<string>(section, 'fields')
}

/** What a section holds. */
export function contentOf(section: Doc | undefined): 'fields' | 'text' | 'related' {
  if (textAt(section, 'related') !== '') return 'related'
  return section && 'text' in section ? 'text' : 'fields'
}

/** Where a field stands in a form. */
export interface FieldPlace {
  section: number
  at: number
}

/** Where a field stands in a form; undefined when it is not drawn. */
export function placeOfField(form: Doc | undefined, name: string): FieldPlace | undefined {
  const section = sectionsOf(form).findIndex((one) => fieldNames(one).includes(name))
  if (section < 0) return undefined
  return { section, at: fieldNames(sectionsOf(form)[section]).indexOf(name) }
}

/** What is drawn of an entity without a form: all of its fields in one section. */
export function generatedForm(entity: Doc, name: string): Doc {
  return {
    name,
    entity: textAt(entity, 'name'),
    sections: [{ columns: 2, fields: fieldsOf(entity).map((field) => field.name) }],
  }
}

/** The form with these sections; those of one tab stand together, and there is always one. */
function withSections(form: Doc, sections: readonly Doc[]): Doc {
  return { ...form, sections: sections.length > 0 ? arranged(sections) : [emptySection()] }
}

/** A section without fields. */
export function emptySection(columns = 2): Doc {
  return { columns, fields: [] }
}

/** A section that holds what another form draws nothing of: a text, or a list of related records. */
export function newSection(content: { text: unknown } | { related: string }): Doc {
  return { ...content }
}

function withFieldNames(section: Doc, fields: readonly string[]): Doc {
  return { ...section, fields: [...fields] }
}

/** Moves a field into a section; at is counted without it. It is taken from where it stood. */
export function moveField(form: Doc, name: string, section: number, at: number): Doc {
  const target = sectionsOf(form)[section]
  if (!target || contentOf(target) !== 'fields') return form
  const sections = sectionsOf(form).map((one, index) => {
    const rest = fieldNames(one).filter((field) => field !== name)
    if (index === section) {
      rest.splice(Math.max(0, Math.min(at, rest.length)), 0, name)
      return withFieldNames(one, rest)
    }
    return rest.length === fieldNames(one).length ? one : withFieldNames(one, rest)
  })
  return withSections(form, sections)
}

/** Puts a field that is not drawn yet in a section, at its end without a place. One that is drawn stays. */
export function addField(form: Doc, name: string, section: number, at = Number.POSITIVE_INFINITY): Doc {
  return placeOfField(form, name) ? form : moveField(form, name, section, at)
}

/** Puts a field before what stands at a place as it is drawn, or at the end. */
export function dropField(form: Doc, name: string, section: number, before: number): Doc {
  const from = placeOfField(form, name)
  const at = from && from.section === section && from.at < before ? before - 1 : before
  return moveField(form, name, section, at)
}

/** The form without a field: it is in the palette again. */
export function removeField(form: Doc, name: string): Doc {
  const place = placeOfField(form, name)
  if (!place) return form
  return setSection(form, place.section, {
    fields: fieldNames(sectionsOf(form)[place.section]).filter((field) => field !== name),
  })
}

/** Puts a section in, at the end without a place. What of it is drawn already is left out. */
export function addSection(form: Doc, section: Doc, at = Number.POSITIVE_INFINITY): Doc {
  const sections = [...sectionsOf(form)]
  const related = textAt(section, 'related')
  if (related !== '' && sections.some((one) => textAt(one, 'related') === related)) return form
  const fresh =
    contentOf(section) === 'fields'
      ? withFieldNames(
          section,
          [...new Set(fieldNames(section))].filter((name) => !placeOfField(form, name)),
        )
      : section
  sections.splice(Math.max(0, Math.min(at, sections.length)), 0, fresh)
  return withSections(form, sections)
}

/** Moves a section to a place, counted without it, and into a tab. */
export function moveSection(form: Doc, from: number, to: number, tab: unknown): Doc {
  const moved = sectionsOf(form)[from]
  if (!moved) return form
  const fresh = same(moved.tab, tab) ? moved : withMembers(moved, { tab })
  const list = sectionsOf(form).map((one) => (one === moved ? fresh : one))
  return withSections(form, placed(list, from, to))
}

/** Sets members of a section; undefined ones are taken away. */
export function setSection(form: Doc, at: number, members: { [member: string]: unknown }): Doc {
  const sections = sectionsOf(form)
  if (!sections[at]) return form
  return withSections(
    form,
    sections.map((one, index) => (index === at ? withMembers(one, members) : one)),
  )
}

/** Draws the fields of a section in so many columns. */
export function setColumns(form: Doc, at: number, columns: number): Doc {
  if (contentOf(sectionsOf(form)[at]) !== 'fields') return form
  return setSection(form, at, { columns: Math.max(1, Math.min(columns, 3)) })
}

/** Moves a section to the end of a tab, or out of all without one. */
export function setTab(form: Doc, at: number, tab: unknown): Doc {
  const sections = sectionsOf(form)
  const moved = sections[at]
  if (!moved || same(moved.tab, tab)) return form
  return withSections(form, [...sections.filter((one) => one !== moved), withMembers(moved, { tab })])
}

/** The form without a section; its fields are in the palette again. */
export function removeSection(form: Doc, at: number): Doc {
  const sections = sectionsOf(form)
  if (!sections[at]) return form
  return withSections(
    form,
    sections.filter((_, index) => index !== at),
  )
}

/** Adds a tab behind the others, with a section without fields. One that is there is left as it is. */
export function addTab(form: Doc, title: unknown): Doc {
  if (tabsOf(form).some(({ tab }) => same(tab, title))) return form
  return addSection(form, { ...emptySection(), tab: title })
}

/** Names a tab otherwise; not as another one, whose sections could not be told from its own. */
export function renameTab(form: Doc, at: number, title: unknown): Doc {
  if (tabsOf(form).some(({ tab }, other) => other !== at && same(tab, title))) return form
  return withTab(form, at, title)
}

function withTab(form: Doc, at: number, title: unknown): Doc {
  const tab = tabsOf(form)[at]
  if (!tab) return form
  return withSections(
    form,
    sectionsOf(form).map((one, index) =>
      tab.sections.includes(index) ? withMembers(one, { tab: title }) : one,
    ),
  )
}

/** Moves a tab to a place among the tabs; one without a name is always the first. */
export function moveTab(form: Doc, from: number, to: number): Doc {
  const order = placed(tabsOf(form), from, to).flatMap((tab) => tab.sections)
  return withSections(form, pickedFrom(sectionsOf(form), order))
}

/** The form without a tab: its sections go to the one before, those of the first to the next. */
export function removeTab(form: Doc, at: number): Doc {
  const tabs = tabsOf(form)
  const heir = tabs[at - 1] ?? tabs[at + 1]
  return withTab(form, at, heir?.tab)
}

/** Puts a field in a section of its own, before the section at a place. */
export function moveToNewSection(form: Doc, name: string, before: number, tab: unknown): Doc {
  const section = withMembers(emptySection(), { tab })
  const sections = [...sectionsOf(removeField(form, name))]
  sections.splice(before, 0, { ...section, fields: [name] })
  return withSections(form, sections)
}

/** Puts a field at the end of a tab, in a section of its own when there is none for fields. */
export function moveToTab(form: Doc, name: string, at: number): Doc {
  const tab = tabsOf(form)[at]
  if (!tab) return form
  const last = tab.sections.findLast((index) => contentOf(sectionsOf(form)[index]) === 'fields')
  if (last === undefined) return moveToNewSection(form, name, sectionsOf(form).length, tab.tab)
  return dropField(form, name, last, fieldNames(sectionsOf(form)[last]).length)
}
