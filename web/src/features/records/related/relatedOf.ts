import type { Description, Entity, Field } from '@mortise/sdk'
import { relationTarget } from '@/lib/definition.ts'
import { sectionsOf } from '../form/useSections.ts'

/** A field by which the records of an entity lead to those of another one. */
export interface Related {
  entity: Entity
  field: Field
}

/** The fields that lead to records of an entity, as far as the caller may read them and list by them. */
export function relatedOf(description: Description, entity: Entity): Related[] {
  const drawn = tablesOf(entity)
  const found = description.entities
    .filter((other) => other.actions.includes('read'))
    .flatMap((other) =>
      other.fields
        .filter((field) => leadsTo(field, entity))
        .map((field): Related => ({ entity: other, field })),
    )
    .filter((related) => !drawn.some((table) => isTableOf(table, related)) && !isTask(related))
  return found
    .map((related, at) => ({ related, at }))
    .sort((one, other) => rank(one.related) - rank(other.related) || one.at - other.at)
    .map(({ related }) => related)
}

function leadsTo(field: Field, entity: Entity): boolean {
  if (field.system || field.computed || field.filterable === false) return false
  if (field.type === 'reference') return field.entities?.includes(entity.name) ?? false
  return relationTarget(field) === entity.name
}

/** The rows that the form of a record draws by themselves. */
function tablesOf(entity: Entity): Field[] {
  return sectionsOf(entity)
    .flatMap((section) => section.fields)
    .filter((field) => field.type === 'table')
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
