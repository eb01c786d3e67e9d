import { type Doc, type Key, keyOf, listAt, objectAt, textAt, withMembers } from '../../core/document.ts'
import { fieldsOf } from '../../core/entity.ts'
import { commonShows, fieldsOfTypes, type Receiver } from './choices.ts'

/** The kinds of rules on the records of an entity, in the order in which they are listed. */
export const ruleKinds = ['grant', 'restriction', 'mask', 'sharing', 'pool', 'obligation'] as const

/** One of them. */
export type RuleKind = (typeof ruleKinds)[number]

/** Whether a key is that of a rule. */
export function isRule(key: string | undefined): key is Key {
  return ruleKinds.some((kind) => key?.startsWith(`${kind}/`))
}

/** A name for a new rule of an entity that no other of its kind has. */
export function freeName(entity: string, word: string, taken: (name: string) => boolean): string {
  let name = `${entity}.${word}`
  for (let count = 2; taken(name); count++) name = `${entity}.${word}_${count}`
  return name
}

/** What a new rule begins with: valid, and giving nobody anything. */
export function newRule(
  kind: RuleKind,
  entity: Doc,
  name: string,
  roles: readonly string[],
  title: string,
): Doc {
  const rule = { name, entity: textAt(entity, 'name') }
  switch (kind) {
    case 'grant':
      return { ...rule, role: roles[0] ?? 'administrator', actions: ['read'], scope: 'none', read: 'all' }
    case 'restriction':
      return { ...rule, actions: ['purge'], when: 'true' }
    case 'mask': {
      const [delicate] = fieldsOfTypes(entity, ['phone', 'email', 'idcard'])
      const field = delicate ?? fieldsOf(entity)[0]?.name ?? ''
      return { ...rule, fields: [field], show: commonShows(entity, [field])[0] }
    }
    case 'sharing':
      return { ...rule, level: 'read', to: { roles: [] } }
    case 'pool':
      return { ...rule, title, members: ['administrator'] }
    case 'obligation':
      return { ...rule, actions: ['purge'], needs: 'reason' }
  }
}

const isEmpty = (value: unknown) =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)

/** Members that are there even when there is nothing in them: without them a rule says nothing. */
const kept = ['actions', 'fields', 'members', 'scope', 'to', 'level', 'show', 'needs', 'role']

/** The rule with a member set; what is empty is taken away, and what follows from it is mended. */
export function setMember(rule: Doc, member: string, value: unknown): Doc {
  const empty = isEmpty(value) && !kept.includes(member)
  return withMembers(rule, { [member]: empty ? undefined : value })
}

/** The rule with a member of one of its parts set, such as a limit of claims; a part without any is taken away. */
export function setPart(rule: Doc, part: string, member: string, value: unknown): Doc {
  const next = withMembers(objectAt(rule, part), { [member]: isEmpty(value) ? undefined : value })
  return withMembers(rule, { [part]: Object.keys(next).length > 0 ? next : undefined })
}

/** A restriction with a condition; one that is on all records says so. */
export function setRefusedWhen(rule: Doc, when: string): Doc {
  return { ...rule, when: when.trim() === '' ? 'true' : when }
}

/** An obligation that asks for something else; who approves or is told is asked for only where that is. */
export function setNeeds(rule: Doc, needs: string, by: string): Doc {
  const about = needs === 'approval' || needs === 'report'
  return withMembers(rule, { needs, by: about ? textAt(rule, 'by') || by : undefined })
}

/** A restriction that begins beyond a number of records a day, or without one. */
export function setQuota(rule: Doc, records: number | undefined): Doc {
  return records === undefined
    ? withMembers(rule, { quota: undefined })
    : { ...rule, quota: { records }, when: 'true' }
}

/** A mask on other fields; a way to show them that does not fit them all becomes one that does. */
export function setMaskFields(rule: Doc, entity: Doc, fields: readonly string[]): Doc {
  const fitting = commonShows(entity, fields)
  const show = fitting.includes(textAt(rule, 'show')) ? rule.show : (fitting[0] ?? 'all')
  return { ...rule, fields, show }
}

/** A sharing with others: roles and people by lists, a field, or those who may read what a path leads to. */
export function setReceiver(rule: Doc, receiver: Receiver, value?: unknown): Doc {
  const begin = receiver === 'field' ? '' : []
  return { ...rule, to: { [receiver]: value ?? begin } }
}

/** Whom a sharing shares with. */
export function receiverOf(rule: Doc): { receiver: Receiver; value: unknown } {
  const [found] = Object.entries(objectAt(rule, 'to'))
  return { receiver: (found?.[0] ?? 'roles') as Receiver, value: found?.[1] ?? [] }
}

/** A field that a pool shows in part. */
export interface MaskedField {
  field: string
  show: string
}

/** A pool that shows these fields in part, each in a way that fits it. */
export function setMasked(rule: Doc, entity: Doc, fields: readonly string[]): Doc {
  const before = listAt<MaskedField>(rule, 'masked')
  const masked = fields.map(
    (field) =>
      before.find((one) => one.field === field) ?? { field, show: commonShows(entity, [field])[0] ?? 'all' },
  )
  return setMember(rule, 'masked', masked)
}

/** A pool to which records return after days without work, or do not. */
export function setReturn(rule: Doc, days: number | undefined, activity: string): Doc {
  if (days === undefined) return withMembers(rule, { return: undefined })
  const before = objectAt(rule, 'return')
  const remind = listAt<number>(before, 'remind').filter((one) => one < days)
  return {
    ...rule,
    return: withMembers(before, {
      days,
      activity: textAt(before, 'activity') || activity,
      remind: remind.length > 0 ? remind : undefined,
    }),
  }
}

/** A rule under its key, or nothing there: what a workbench is told. */
export function ruleChanges(
  kind: RuleKind,
  name: string,
  doc: Doc | undefined,
): { [key: Key]: Doc | undefined } {
  return { [keyOf(kind, name)]: doc }
}
