import {
  type Doc,
  isObject,
  type Key,
  keyOf,
  kindOf,
  listAt,
  newId,
  objectAt,
  textAt,
  withMembers,
} from '../core/document.ts'
import { type Column, cellOf, grantName } from '../core/matrix.ts'
import type { Named } from '../core/useBench.ts'

/** What a step about roles changes. */
export interface RoleChanges {
  [key: Key]: Doc | undefined
}

/** A role and all that it inherits from. */
export function heldWith(roles: readonly Named[], name: string): ReadonlySet<string> {
  const held = new Set<string>()
  const add = (one: string) => {
    const role = roles.find((each) => each.name === one)
    if (!role || held.has(one)) return
    held.add(one)
    for (const below of listAt<string>(role.doc, 'inherits')) add(below)
  }
  add(name)
  return held
}

/** The roles that a role can inherit from: all that do not have it themselves. */
export function inheritable(roles: readonly Named[], name: string): readonly string[] {
  return roles.map((role) => role.name).filter((one) => !heldWith(roles, one).has(name))
}

/** A role that nobody may hold together with some others; they say the same of it. */
export function setIncompatible(
  roles: readonly Named[],
  name: string,
  others: readonly string[],
): RoleChanges {
  const changes: RoleChanges = {}
  for (const { key, name: one, doc } of roles) {
    if (one === name) {
      changes[key] = withMembers(doc, { incompatible: others.length > 0 ? [...others] : undefined })
      continue
    }
    const before = listAt<string>(doc, 'incompatible')
    if (before.includes(name) === others.includes(one)) continue
    const after = others.includes(one) ? [...before, name] : before.filter((each) => each !== name)
    changes[key] = withMembers(doc, { incompatible: after.length > 0 ? after : undefined })
  }
  return changes
}

/** A role with a permission of the system, or without it; they stand in the order in which they are offered. */
export function setPermission(role: Doc, permission: string, given: boolean, all: readonly string[]): Doc {
  const now = listAt<string>(role, 'permissions')
  const next = all.filter((one) => (one === permission ? given : now.includes(one)))
  return withMembers(role, { permissions: next.length > 0 ? next : undefined })
}

/** A role that may do the same as another one, with grants of its own. */
export function copyRole(role: Named, grants: readonly Named[], name: string, title: unknown): RoleChanges {
  const { owner: _owner, incompatible: _incompatible, 'x-package': _package, ...rest } = role.doc
  const changes: RoleChanges = { [keyOf('role', name)]: { ...rest, name, 'x-id': newId(), title } }
  const taken = new Set(grants.map((grant) => grant.name))
  for (const { doc } of grants) {
    if (textAt(doc, 'role') !== role.name) continue
    const base = grantName(textAt(doc, 'entity'), name)
    let free = base
    for (let count = 2; taken.has(free); count++) free = `${base}_${count}`
    taken.add(free)
    const { title: _title, 'x-package': _from, ...grant } = doc
    changes[keyOf('grant', free)] = { ...grant, name: free, role: name }
  }
  return changes
}

/** Members of documents that are lists of roles and say as much without one of them. */
const lists = ['inherits', 'incompatible', 'except', 'members', 'admins', 'roles', 'notify']

/** Takes a role out, with its grants and where lists name it. What cannot be without it is left to a check. */
export function withoutRole(documents: ReadonlyMap<Key, Doc>, name: string): RoleChanges {
  const changes: RoleChanges = { [keyOf('role', name)]: undefined }
  for (const [key, doc] of documents) {
    if (key === keyOf('role', name)) continue
    if (kindOf(key) === 'grant' && textAt(doc, 'role') === name && doc.direct !== true) {
      changes[key] = undefined
      continue
    }
    const next = withoutName(doc, name)
    if (next !== doc) changes[key] = next
  }
  return changes
}

function withoutName(doc: Doc, name: string): Doc {
  const members: { [member: string]: unknown } = {}
  for (const member of lists) {
    const list = listAt<string>(doc, member)
    if (!list.includes(name)) continue
    const rest = list.filter((one) => one !== name)
    // A list without which a document would be for everybody, or for nobody, keeps its last role.
    if (rest.length > 0) members[member] = rest
    else if (['inherits', 'incompatible', 'except', 'admins'].includes(member)) members[member] = undefined
  }
  const to = objectAt(doc, 'to')
  if (isObject(doc.to) && listAt<string>(to, 'roles').includes(name))
    members.to = { ...to, roles: listAt<string>(to, 'roles').filter((one) => one !== name) }
  return Object.keys(members).length > 0 ? withMembers(doc, members) : doc
}

/** What a role may do in a column of an entity, with all that it inherits: one word, or several that add up. */
export function wordsOf(
  grants: readonly Named[],
  roles: readonly Named[],
  role: string,
  column: Column,
): readonly string[] {
  const words = [...heldWith(roles, role)].map((one) => cellOf(grants, one, column.actions).preset)
  const given = [...new Set(words)].filter((word) => word !== 'none')
  return given.includes('all') ? ['all'] : given
}
