import type { Description, Entity, Field } from '@mortise/sdk'
import { relationTarget } from '@/lib/definition.ts'
import type { Section } from '../form/useSections.ts'

/** A field by which the records of an entity lead to those of another one. */
export interface Related {
  entity: Entity
  field: Field
}

/**
 * The fields that lead to records of an entity, as far as the caller may read them and list by them, and
 * as far as the form does not draw what leads here.
 */
export function relatedOf(description: Description, entity: Entity, sections: Section[]): Related[] {
  const found = description.entities
    .filter((other) => other.actions.includes('read'))
    .flatMap((other) =>
      other.fields
        .filter((field) => leadsTo(field, entity.name))
        .map((field): Related => ({ entity: other, field })),
    )
    .filter((related) => !sections.some((section) => draws(section, related)) && !isTask(related))
  return found
    .map((related, at) => ({ related, at }))
    .sort((one, other) => rank(one.related) - rank(other.related) || one.at - other.at)
    .map(({ related }) => related)
}

/** Whether a field leads to records of an entity, and they can be listed by it. */
export function leadsTo(field: Field, entity: string): boolean {
  if (field.system || field.computed || field.filterable === false) return false
  if (field.type === 'reference') return field.entities?.includes(entity) ?? false
  return relationTarget(field) === entity
}

/** Whether a section has the list, or the table whose rows those records are. */
function draws({ fields, related: list }: Section, related: Related): boolean {
  const listed = list?.entity === related.entity.name && list.field === related.field.name
  return listed || fields.some((field) => field.type === 'table' && isTableOf(field, related))
}

function isTableOf(table: Field, { entity, field }: Related): boolean {
  return table.entity === entity.name && table.parent === field.name
}

/** Tasks about a record stand beside it, in its timeline. */
function isTask({ entity, field }: Related): boolean {
  return entity.name === 'todo' && field.type === 'reference'
}

/** What belongs to the record comes first, what stands in no menu last. */
function rank({ entity, field }: Related): number {
  if (entity.parent === field.name) return 0
  return entity.menu === false ? 2 : 1
}
