import type { Entity, Field } from '@mortise/sdk'
import { groupFields } from '@/features/views/grid/groups/grouping.ts'
import { pointsToRecord, relationTarget } from '@/lib/definition.ts'
import { type Doc, textAt } from '../core/document.ts'

/** How views draw records, in the order in which they are offered. */
export const viewKinds = ['table', 'kanban', 'calendar', 'tree', 'gallery'] as const

/** How a view draws records. */
export type ViewKind = (typeof viewKinds)[number]

/** The members of a view that name a field, and that only some kinds have. */
export type FieldMember = 'group' | 'start' | 'end' | 'parent' | 'cover'

/** The members that a kind has, those first that it needs. */
export const membersOf: { readonly [kind in ViewKind]: readonly FieldMember[] } = {
  table: ['group'],
  kanban: ['group'],
  calendar: ['start', 'end'],
  tree: ['parent'],
  gallery: ['cover'],
}

/** The member without which a kind cannot be drawn; undefined for a table. */
export function neededBy(kind: ViewKind): FieldMember | undefined {
  return kind === 'table' ? undefined : membersOf[kind][0]
}

/** How a view draws records; a table when it does not say. */
export function kindOf(view: Doc): ViewKind {
  return viewKinds.find((kind) => kind === textAt(view, 'kind')) ?? 'table'
}

const written = ['choice', 'boolean']
/** What records go through is mostly called so. */
const stages = /(^|_)(stage|status|state|phase|progress)$/
const timed = ['date', 'datetime']

const fits: { readonly [member in FieldMember]: (field: Field, entity: Entity) => boolean } = {
  // Cards are moved from column to column, so the field is one that is written.
  group: (field) =>
    !field.system && !field.computed && (written.includes(field.type) || pointsToRecord(field)),
  start: (field) => timed.includes(field.type),
  end: (field) => timed.includes(field.type),
  parent: (field, entity) => !field.system && pointsToRecord(field) && relationTarget(field) === entity.name,
  cover: (field) => field.type === 'image' && !field.computed,
}

/** The fields that a member of a view of this kind may name. */
export function fieldsFor(entity: Entity, kind: ViewKind, member: FieldMember): Field[] {
  if (kind === 'table') return groupFields(entity)
  return entity.fields.filter((field) => fits[member](field, entity))
}

/** The field that a member of a new view names: most likely the one that is wanted; undefined for none. */
export function usualField(entity: Entity, kind: ViewKind, member: FieldMember): string | undefined {
  const fields = fieldsFor(entity, kind, member)
  const own = fields.filter((field) => !field.system)
  if (member !== 'group') return (own[0] ?? fields[0])?.name
  const choices = own.filter((field) => field.type === 'choice')
  return (choices.find(({ name }) => stages.test(name)) ?? choices[0] ?? own[0])?.name
}

/** Whether an entity has what a kind needs. */
export function canBe(entity: Entity, kind: ViewKind): boolean {
  const needed = neededBy(kind)
  return !needed || fieldsFor(entity, kind, needed).length > 0
}

/** The members that name fields in a view of this kind: those that it has already and may keep, else the usual ones. */
export function membersFor(entity: Entity, kind: ViewKind, view: Doc): { [member: string]: unknown } {
  const members: { [member: string]: unknown } = { kind: kind === 'table' ? undefined : kind }
  const all: readonly FieldMember[] = ['group', 'start', 'end', 'parent', 'cover']
  for (const member of all) {
    const has = textAt(view, member)
    const stays =
      membersOf[kind].includes(member) && fieldsFor(entity, kind, member).some(({ name }) => name === has)
    const usual = neededBy(kind) === member ? usualField(entity, kind, member) : undefined
    members[member] = stays ? has : usual
  }
  return members
}
