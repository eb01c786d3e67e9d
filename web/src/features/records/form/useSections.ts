import type { Condition, Entity, Field, Form, FormSection } from '@mortise/sdk'
import { useMemo } from 'react'
import type { Facts } from '@/lib/condition/Facts.ts'
import { fieldOf } from '@/lib/definition.ts'

/** A section with its fields found; one without fields is a text, or a list of related records. */
export interface Section {
  title: string | undefined
  /** The tab that it is drawn in. */
  tab: string | undefined
  columns: number
  fields: Field[]
  /** In Markdown. */
  text?: string
  /** The records whose field leads here. */
  related?: { entity: string; field: string }
  /** It begins closed. */
  collapsed?: boolean
  /** Where it is drawn; everywhere when not given. */
  visible?: Condition
}

/** The layout of a form; without one, all fields in two columns. */
export function sectionsOf(entity: Entity, form: Form | undefined): Section[] {
  const drawn: FormSection[] = form?.sections ?? [
    { columns: 2, fields: entity.fields.filter((field) => !field.system).map((field) => field.name) },
  ]
  return drawn.map((section) => sectionOf(entity, section)).filter(holdsSomething)
}

function sectionOf(entity: Entity, section: FormSection): Section {
  const [far, by] = section.related?.split('.') ?? []
  return {
    title: section.title || undefined,
    tab: section.tab || undefined,
    columns: Math.min(section.columns ?? 1, 3),
    visible: section.visible,
    fields: (section.fields ?? [])
      .map((name) => fieldOf(entity, name))
      .filter((field) => field !== undefined),
    text: section.text || undefined,
    related: far && by ? { entity: far, field: by } : undefined,
    collapsed: section.collapsed,
  }
}

function holdsSomething({ fields, text, related }: Section): boolean {
  return fields.length > 0 || text !== undefined || related !== undefined
}

/** The sections of a form for a new record: nothing leads there yet, and only some fields can be given. */
export function sectionsOfNew(sections: Section[], given: (field: Field) => boolean): Section[] {
  return sections
    .map((section) => ({ ...section, related: undefined, fields: section.fields.filter(given) }))
    .filter(holdsSomething)
}

/** The layout of an entity's form. */
export function useSections(entity: Entity, form: Form | undefined): Section[] {
  return useMemo(() => sectionsOf(entity, form), [entity, form])
}

/** Whether a form shows a field now, so that what is wrong with it can stand there. */
export function isDrawn(sections: Section[], facts: Facts, name: string): boolean {
  return sections.some(
    (section) =>
      facts.holds(section.visible) !== false &&
      section.fields.some((field) => field.name === name && facts.holds(field.visibleIf) !== false),
  )
}
