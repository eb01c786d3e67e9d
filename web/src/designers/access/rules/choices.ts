import grant from '../../../../../engine/definition/schemas/grant.json'
import obligation from '../../../../../engine/definition/schemas/obligation.json'
import { type Doc, textAt } from '../../core/document.ts'
import { fieldDoc, fieldsOf } from '../../core/entity.ts'

/** The actions that rules name, as the published schema has them. */
export const actionNames: readonly string[] = grant.$defs.action.else.enum

/** The actions that an obligation on the records of an entity can be about: nothing is asked of looking. */
export const bindingActions: readonly string[] = obligation.properties.actions.items.enum.filter(
  (action) => !['read', 'history', 'publish_access'].includes(action),
)

/** Ways a request comes in. */
export const channelNames: readonly string[] = grant.$defs.channels.items.enum

/** The kinds of parts of a scope. */
export const scopeKinds: readonly string[] = grant.$defs.scopeKind.enum

/** How delicate fields are, the least first. */
export const gradeNames: readonly string[] = grant.$defs.grade.enum

/** What an obligation can ask for. */
export const needNames: readonly string[] = obligation.properties.needs.enum

/** How far a sharing goes. */
export const levelNames = ['read', 'write', 'full'] as const

/** To whom a sharing shares. */
export const receiverNames = ['roles', 'users', 'teams', 'departments', 'field', 'readers'] as const

/** One of them. */
export type Receiver = (typeof receiverNames)[number]

const ofText = ['name', 'id', 'tail', 'all']

const shows: { [type: string]: readonly string[] } = {
  text: ['name', 'phone', 'email', 'id', 'tail', 'all'],
  longtext: ofText,
  url: ofText,
  autonumber: ofText,
  phone: ['phone', ...ofText],
  email: ['email', ...ofText],
  idcard: ['id', 'tail', 'all'],
  integer: ['round', 'all'],
  number: ['round', 'all'],
  money: ['round', 'all'],
  percent: ['round', 'all'],
  date: ['date', 'all'],
  datetime: ['date', 'all'],
}

/** How fields of a type can be shown in part, the fitting way first. */
export function showsOf(type: string): readonly string[] {
  return shows[type] ?? ['all']
}

/** How all of some fields can be shown in part. */
export function commonShows(entity: Doc, fields: readonly string[]): readonly string[] {
  const lists = fields.map((name) => showsOf(textAt(fieldDoc(entity, name), 'x-field')))
  const [first = ['all'], ...rest] = lists
  return first.filter((show) => rest.every((list) => list.includes(show)))
}

/** The fields of an entity that are of one of some types. */
export function fieldsOfTypes(entity: Doc, types: readonly string[]): readonly string[] {
  return fieldsOf(entity)
    .filter(({ doc }) => types.includes(textAt(doc, 'x-field')))
    .map(({ name }) => name)
}
