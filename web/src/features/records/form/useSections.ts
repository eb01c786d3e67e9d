import type { Entity, Field } from '@mortise/sdk'
import { useMemo } from 'react'
import { fieldOf } from '@/lib/definition.ts'

/** A section with its fields found. */
export interface Section {
  title: string | undefined
  columns: number
  fields: Field[]
}

/** The layout of an entity's form; without a form, all fields in two columns. */
export function sectionsOf(entity: Entity): Section[] {
  const drawn = entity.form?.sections ?? [
    { columns: 2, fields: entity.fields.filter((field) => !field.system).map((field) => field.name) },
  ]
  return drawn
    .map((section) => ({
      title: section.title || undefined,
      columns: section.columns === 1 ? 1 : 2,
      fields: section.fields.map((name) => fieldOf(entity, name)).filter((field) => field !== undefined),
    }))
    .filter((section) => section.fields.length > 0)
}

/** The layout of an entity's form. */
export function useSections(entity: Entity): Section[] {
  return useMemo(() => sectionsOf(entity), [entity])
}
