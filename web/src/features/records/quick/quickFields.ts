import type { Entity, Field } from '@mortise/sdk'
import type { Section } from '../form/useSections.ts'

/** What a quick form draws beside what is always asked for. */
export interface Asked {
  /** Fields that the record is begun with. */
  preset: { readonly [field: string]: unknown }
  /** Fields that a condition asks for now. */
  required: readonly string[]
  /** Fields that the server found something wrong with. */
  refused: readonly string[]
}

/** The sections of a form with only what a record cannot do without: its label, and what is asked for. */
export function quickSections(entity: Entity, sections: Section[], asked: Asked): Section[] {
  const wanted = (field: Field) =>
    field.required === true ||
    field.name === entity.label ||
    field.name in asked.preset ||
    asked.required.includes(field.name) ||
    asked.refused.includes(field.name)
  const drawn: Section[] = []
  for (const section of sections) {
    const fields = section.fields.filter(wanted)
    const last = drawn.at(-1)
    if (fields.length === 0) continue
    if (last && last.visible === section.visible) last.fields.push(...fields)
    else drawn.push({ title: undefined, tab: undefined, columns: 2, fields, visible: section.visible })
  }
  return drawn
}
