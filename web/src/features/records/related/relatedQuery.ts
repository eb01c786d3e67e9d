import type { Entity, Field, View } from '@mortise/sdk'
import { typeOf } from '@/field-types/registry.ts'
import { fieldOf } from '@/lib/definition.ts'
import type { Related } from './relatedOf.ts'

/** A record that others lead to. */
export interface Target {
  entity: string
  id: string
  label: string
}

/** Columns of a list beside the label. */
const most = 4

/** The filter that lists the records whose field leads to one. */
export function relatedFilter(field: Field, target: Target): string {
  if (field.type === 'reference') return `${field.name} == '${target.entity}/${target.id}'`
  return typeOf(field).many ? `'${target.id}' in ${field.name}` : `${field.name} == '${target.id}'`
}

/** What the field of a new record begins with, so that it leads to the target. */
export function relatedPreset(field: Field, target: Target): { [field: string]: unknown } {
  if (field.type === 'reference') return { [field.name]: `${target.entity}/${target.id}` }
  const value = { id: target.id, label: target.label }
  return { [field.name]: typeOf(field).many ? [value] : value }
}

/** The address of the whole list, narrowed to the records that lead to the target. */
export function relatedSearch({ entity, field }: Related, target: Target) {
  const operator = typeOf(field).many ? 'has' : 'eq'
  const given = relatedPreset(field, target)[field.name]
  const condition = { kind: 'condition', field: field.name, operator, value: given }
  const view = (entity.views ?? []).find((one) => !one.filter && (one.kind ?? 'table') === 'table')
  return { view: view?.name, f: { kind: 'group', all: true, children: [condition] } }
}

/** The view by which an entity is drawn when nothing else is asked for. */
export function usualView(entity: Entity): View | undefined {
  const views = entity.views ?? []
  return views.find((view) => view.default) ?? views[0]
}

/** The fields to draw of records beside their label: not the one that says the same in every row. */
export function relatedColumns({ entity, field: same }: Related): Field[] {
  const own = entity.fields.filter((field) => !field.system).map((field) => field.name)
  const names = usualView(entity)?.columns.map((column) => column.field) ?? own
  return names
    .filter((name) => name !== entity.label && name !== same.name)
    .map((name) => fieldOf(entity, name))
    .filter((field) => field !== undefined)
    .slice(0, most)
}
