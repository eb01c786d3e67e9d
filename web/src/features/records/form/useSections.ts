import type { Condition, Entity, Field, FormSection } from '@mortise/sdk'
import { useMemo } from 'react'
import type { Facts } from '@/lib/condition/Facts.ts'
import { fieldOf } from '@/lib/definition.ts'

/** A section with its fields found. */
export interface Section {
  title: string | undefined
  /** The tab that it is drawn in. */
  tab: string | undefined
  columns: number
  fields: Field[]
  /** Where it is drawn; everywhere when not given. */
  visible?: Condition
}

/** The layout of an entity's form; without a form, all fields in two columns. */
export function sectionsOf(entity: Entity): Section[] {
  const drawn: FormSection[] = entity.form?.sections ?? [
    { columns: 2, fields: entity.fields.filter((field) => !field.system).map((field) => field.name) },
  ]
  return drawn
    .map((section) => ({
      title: section.title || undefined,
      tab: section.tab || undefined,
      columns: section.columns === 1 ? 1 : 2,
      visible: section.visible,
      fields: section.fields.map((name) => fieldOf(entity, name)).filter((field) => field !== undefined),
    }))
    .filter((section) => section.fields.length > 0)
}

/** The layout of an entity's form. */
export function useSections(entity: Entity): Section[] {
  return useMemo(() => sectionsOf(entity), [entity])
}

/** Whether a form shows a field now, so that what is wrong with it can stand there. */
export function isDrawn(sections: Section[], facts: Facts, name: string): boolean {
  return sections.some(
    (section) =>
      facts.holds(section.visible) !== false &&
      section.fields.some((field) => field.name === name && facts.holds(field.visibleIf) !== false),
  )
}
