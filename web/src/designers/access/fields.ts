import { type Doc, type Key, keyOf, listAt, textAt, withMembers } from '../core/document.ts'
import { fieldDoc, fieldsOf } from '../core/entity.ts'
import type { Named } from '../core/useBench.ts'
import { holds, withHeld } from './fieldsets.ts'

/** What a role sees of a field and does with it. */
export const shownStates = ['hidden', 'masked', 'read', 'write'] as const

/** One of them; "mixed" where rules differ, so that it depends on the record. */
export type Shown = (typeof shownStates)[number] | 'mixed'

/** The rules of an entity that say what is seen of its fields. */
export interface FieldRules {
  entity: Doc
  grants: readonly Named[]
  masks: readonly Named[]
}

const reading = ['read']
const writing = ['create', 'update']

const doing = (grants: readonly Named[], role: string, actions: readonly string[]) =>
  grants.filter(
    ({ doc }) =>
      textAt(doc, 'role') === role && listAt<string>(doc, 'actions').some((one) => actions.includes(one)),
  )

function gradeOf(entity: Doc, field: string): string {
  return textAt(fieldDoc(entity, field), 'x-grade') || textAt(entity, 'x-grade')
}

/** Whether a mask is on a field for a role, on all records. */
function isMasked(masks: readonly Named[], role: string, field: string): boolean {
  return masks.some(
    ({ doc }) =>
      textAt(doc, 'when') === '' &&
      listAt<string>(doc, 'fields').includes(field) &&
      !listAt<string>(doc, 'except').includes(role),
  )
}

/** What a role sees of a field by its own grants. */
export function shownOf(rules: FieldRules, role: string, field: string): Shown {
  const grade = gradeOf(rules.entity, field)
  const reads = doing(rules.grants, role, reading).map(({ doc }) => holds(doc.read, field, grade))
  const writes = doing(rules.grants, role, writing).map(({ doc }) => holds(doc.write, field, grade))
  if (reads.length === 0 || reads.every((held) => !held))
    return writes.some((held) => held) ? 'mixed' : 'hidden'
  if (reads.some((held) => !held)) return 'mixed'
  if (isMasked(rules.masks, role, field)) return 'masked'
  if (writes.length === 0 || writes.every((held) => !held)) return 'read'
  return writes.every((held) => held) ? 'write' : 'mixed'
}

/** How a field of a type is shown in part. */
export function maskFor(type: string): string {
  const known: { [type: string]: string } = {
    phone: 'phone',
    email: 'email',
    idcard: 'id',
    date: 'date',
    datetime: 'date',
    money: 'round',
    number: 'round',
    integer: 'round',
    percent: 'round',
  }
  return known[type] ?? (type === 'text' ? 'name' : 'all')
}

/** What changes of grants and masks when a role is to see a field so. roles are all that there are. */
export function setShown(
  rules: FieldRules,
  role: string,
  field: string,
  shown: (typeof shownStates)[number],
  roles: readonly string[],
): { [key: Key]: Doc | undefined } {
  const all = fieldsOf(rules.entity).map(({ name }) => ({ name, grade: gradeOf(rules.entity, name) }))
  const changes: { [key: Key]: Doc | undefined } = {}
  const readable = shown !== 'hidden'
  for (const { key, doc } of doing(rules.grants, role, [...reading, ...writing])) {
    const actions = listAt<string>(doc, 'actions')
    const members: { [member: string]: unknown } = {}
    if (actions.includes('read')) members.read = withHeld(doc.read, field, readable, all)
    if (actions.some((one) => writing.includes(one)))
      members.write = withHeld(doc.write, field, shown === 'write', all)
    changes[key] = withMembers(doc, members)
  }
  return { ...changes, ...setMask(rules, role, field, shown === 'masked', roles) }
}

function setMask(
  { entity, masks }: FieldRules,
  role: string,
  field: string,
  masked: boolean,
  roles: readonly string[],
): { [key: Key]: Doc | undefined } {
  if (isMasked(masks, role, field) === masked) return {}
  const own = masks.filter(
    ({ doc }) => textAt(doc, 'when') === '' && listAt<string>(doc, 'fields').includes(field),
  )
  const changes: { [key: Key]: Doc | undefined } = {}
  if (!masked) {
    for (const { key, doc } of own) {
      const except = [...new Set([...listAt<string>(doc, 'except'), role])]
      // A mask that is on no role says nothing.
      const idle = roles.every((one) => except.includes(one))
      const fields = listAt<string>(doc, 'fields')
      if (!idle) changes[key] = { ...doc, except }
      else if (fields.length === 1) changes[key] = undefined
      else changes[key] = { ...doc, fields: fields.filter((one) => one !== field) }
    }
    return changes
  }
  const [first] = own
  if (first) {
    const except = listAt<string>(first.doc, 'except').filter((one) => one !== role)
    return { [first.key]: withMembers(first.doc, { except: except.length > 0 ? except : undefined }) }
  }
  const name = `${textAt(entity, 'name')}.${field}`
  const taken = masks.some((mask) => mask.name === name)
  const free = taken ? `${name}.matrix` : name
  const except = roles.filter((one) => one !== role)
  return {
    [keyOf('mask', free)]: withMembers(
      {
        name: free,
        entity: textAt(entity, 'name'),
        fields: [field],
        show: maskFor(textAt(fieldDoc(entity, field), 'x-field')),
      },
      { except: except.length > 0 ? except : undefined },
    ),
  }
}
