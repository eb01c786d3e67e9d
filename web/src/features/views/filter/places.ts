import type { Description, Entity, Field } from '@mortise/sdk'
import { findEntity } from '@/lib/api/get-description.ts'
import { fieldOf, relationTarget } from '@/lib/definition.ts'
import { type Condition, filterableFields } from './filter.ts'

/** The part of a description that filters need. */
export type KnownEntities = Pick<Description, 'entities'>

/** What a condition asks about: a field of the entity, or of records that it leads to. */
export interface Place {
  /** What tells it from other places. */
  key: string
  /** The field; its title says the way to it. */
  field: Field
  condition: Pick<Condition, 'field' | 'via'>
}

const between = ' › '
/** Relations to one record that a path may take. */
const farthest = 4
const toMany = ['relations', 'users']

/** What tells the place of a condition from others. */
export function placeKey({ field, via }: Pick<Condition, 'field' | 'via'>): string {
  return via ? `${via}>${field}` : field
}

function described(description: KnownEntities | undefined, name: string | undefined): Entity | undefined {
  const entity = findEntity(description, name)
  return entity?.brief ? undefined : entity
}

function targetOf(description: KnownEntities | undefined, field: Field | undefined): Entity | undefined {
  return field && described(description, relationTarget(field))
}

/** The field at the end of a path such as customer.city; its title says the whole way. */
function fieldAt(description: KnownEntities | undefined, entity: Entity, path: string): Field | undefined {
  const steps = path.split('.')
  const titles: string[] = []
  let at: Entity | undefined = entity
  for (const [index, step] of steps.entries()) {
    const field: Field | undefined = at && fieldOf(at, step)
    if (!field || index > farthest) return undefined
    titles.push(field.title)
    if (index === steps.length - 1)
      return index === 0 ? field : { ...field, name: path, title: titles.join(between) }
    if (toMany.includes(field.type)) return undefined
    at = targetOf(description, field)
  }
  return undefined
}

/** The records that a condition is asked of: whose they are, and what they are called. */
function viaOf(description: KnownEntities | undefined, entity: Entity, via: string) {
  const own = fieldOf(entity, via)
  if (own) {
    const target = toMany.includes(own.type) ? targetOf(description, own) : undefined
    return target && { target, title: own.title }
  }
  const [name, step] = via.split('.')
  const target = described(description, name)
  const field = target && step ? fieldOf(target, step) : undefined
  if (!target || !field || relationTarget(field) !== entity.name) return undefined
  return { target, title: `${target.plural || target.title} (${field.title})` }
}

/** The field that a condition is about; undefined when the caller knows it no more. */
export function conditionField(
  description: KnownEntities | undefined,
  entity: Entity,
  { field: path, via }: Pick<Condition, 'field' | 'via'>,
): Field | undefined {
  if (!via) return fieldAt(description, entity, path)
  const many = viaOf(description, entity, via)
  const field = many && fieldAt(description, many.target, path)
  return field && many && { ...field, title: `${many.title}${between}${field.title}` }
}

/** Everything that a filter of an entity may ask about: its own fields first, then one relation further. */
export function placesOf(description: KnownEntities | undefined, entity: Entity): Place[] {
  const own = filterableFields(entity)
  const place = (condition: Place['condition']): Place[] => {
    const field = conditionField(description, entity, condition)
    return field ? [{ key: placeKey(condition), field, condition }] : []
  }
  const through = (target: Entity | undefined, condition: (name: string) => Place['condition']) =>
    target
      ? filterableFields(target)
          .filter(({ system }) => !system)
          .flatMap(({ name }) => place(condition(name)))
      : []
  const further = own.flatMap((field) => {
    const many = toMany.includes(field.type)
    return through(targetOf(description, field), (name) =>
      many ? { field: name, via: field.name } : { field: `${field.name}.${name}` },
    )
  })
  const leading = (description?.entities ?? []).flatMap((other) =>
    other.brief || !other.actions.includes('read')
      ? []
      : filterableFields(other)
          .filter((field) => !field.system && !field.computed && relationTarget(field) === entity.name)
          .flatMap((step) => through(other, (name) => ({ field: name, via: `${other.name}.${step.name}` }))),
  )
  return [...own.flatMap(({ name }) => place({ field: name })), ...further, ...leading]
}
