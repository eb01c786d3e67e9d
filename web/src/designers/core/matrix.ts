import { type Doc, type Key, keyOf, listAt, nameOf, objectAt, same, textAt, withMembers } from './document.ts'
import { type Preset, presetOf, scopeOf } from './scopes.ts'
import type { Named } from './useBench.ts'

/** Actions that are decided together, in the order of the columns. */
export const columns = [
  { id: 'read', actions: ['read'] },
  { id: 'create', actions: ['create'] },
  { id: 'update', actions: ['update'] },
  { id: 'archive', actions: ['archive', 'restore'] },
  { id: 'talk', actions: ['comment', 'history'] },
  { id: 'hand', actions: ['transfer', 'assign'] },
  { id: 'share', actions: ['share'] },
  { id: 'many', actions: ['bulk_edit', 'bulk_archive'] },
  { id: 'bring', actions: ['import', 'template'] },
  { id: 'take', actions: ['export', 'print', 'report'] },
  { id: 'merge', actions: ['merge'] },
  { id: 'pool', actions: ['claim', 'release'] },
  { id: 'purge', actions: ['purge'] },
] as const

/** A column of the matrix. */
export type Column = (typeof columns)[number]

/** What a role may do in a column. */
export interface Cell {
  /** In one word; "mixed" where several rules, conditions or settings decide. */
  preset: Preset | 'pool' | 'shared' | 'partition' | 'related' | 'mixed'
  /** The grants that decide. */
  grants: readonly Named[]
  /** Whether the word can be changed without changing what else those grants say. */
  plain: boolean
}

/** The scope of an action in a grant. */
function scopeFor(grant: Doc, action: string): unknown {
  return objectAt(grant, 'scopes')[action] ?? grant.scope
}

/** Whether a grant says more than which actions on which records: then a word cannot stand for it. */
function isRich(grant: Doc): boolean {
  return textAt(grant, 'when') !== '' || grant.direct === true || listAt(grant, 'channels').length > 0
}

const holders = (grants: readonly Named[], role: string, action: string) =>
  grants.filter(({ doc }) => textAt(doc, 'role') === role && listAt<string>(doc, 'actions').includes(action))

/** What a role may do in a column by its own grants on an entity. */
export function cellOf(grants: readonly Named[], role: string, actions: readonly string[]): Cell {
  const deciding = new Map<Key, Named>()
  const words = new Set<string>()
  let plain = true
  for (const action of actions) {
    const found = holders(grants, role, action)
    for (const grant of found) deciding.set(grant.key, grant)
    if (found.length === 0) words.add('none')
    if (found.length > 1) plain = false
    for (const { doc } of found) {
      const word = presetOf(scopeFor(doc, action))
      if (word === undefined || isRich(doc)) plain = false
      words.add(isRich(doc) ? 'mixed' : (word ?? 'mixed'))
    }
  }
  const [word, ...more] = [...words]
  const simple = plain && more.length === 0
  return {
    preset: simple ? (word as Cell['preset']) : 'mixed',
    grants: [...deciding.values()],
    plain,
  }
}

/** What changes of the grants on an entity; undefined takes one away. */
export interface GrantChanges {
  [key: Key]: Doc | undefined
}

/** The name of the grant that holds what the matrix says of a role. */
export function grantName(entity: string, role: string): string {
  return `${entity}.${role}`
}

/** Grants of an entity with changes made to them, so that further ones can follow. */
export function withChanges(grants: readonly Named[], changes: GrantChanges): Named[] {
  const kept = grants.flatMap((grant) => {
    if (!(grant.key in changes)) return [grant]
    const doc = changes[grant.key]
    return doc ? [{ ...grant, doc }] : []
  })
  for (const [key, doc] of Object.entries(changes) as [Key, Doc | undefined][])
    if (doc && !grants.some((grant) => grant.key === key)) kept.push({ key, name: nameOf(key), doc })
  return kept
}

/**
 * Gives a role some actions on the records of a scope, or takes them. The cell is plain: each action is
 * in one grant at most. What else that grant says stays; new actions go to the grant of the matrix.
 */
export function setCell(
  grants: readonly Named[],
  entity: string,
  role: string,
  actions: readonly string[],
  preset: Preset,
): GrantChanges {
  let now = [...grants]
  const changes: { [key: Key]: Doc | undefined } = {}
  for (const action of actions) {
    const one = setAction(now, entity, role, action, preset)
    Object.assign(changes, one)
    now = withChanges(now, one)
  }
  return changes
}

function setAction(
  grants: readonly Named[],
  entity: string,
  role: string,
  action: string,
  preset: Preset,
): GrantChanges {
  const [holder] = holders(grants, role, action)
  if (preset === 'none') return holder ? { [holder.key]: withoutAction(holder.doc, action) } : {}
  const target = holder ?? homeOf(grants, entity, role)
  if (!target) {
    const name = grantName(entity, role)
    const taken = grants.some((grant) => grant.name === name)
    const free = taken ? `${name}.matrix` : name
    return { [keyOf('grant', free)]: newGrant(free, entity, role, action, preset) }
  }
  return { [target.key]: withAction(target.doc, action, scopeOf(preset)) }
}

/** The grant of a role that takes up new actions: that of the matrix, else the one by which the role reads. */
function homeOf(grants: readonly Named[], entity: string, role: string): Named | undefined {
  const own = grants.filter(({ doc }) => textAt(doc, 'role') === role && !isRich(doc))
  return (
    own.find(({ name }) => name === grantName(entity, role)) ??
    own.find(({ doc }) => listAt<string>(doc, 'actions').includes('read') && !Array.isArray(doc.scope))
  )
}

function newGrant(name: string, entity: string, role: string, action: string, preset: Preset): Doc {
  const grant = { name, role, entity, actions: [action], scope: scopeOf(preset), read: 'all', write: 'all' }
  return receiving.includes(action) ? { ...grant, to: 'all' } : grant
}

/** Actions that want to know who may have the record after them. */
const receiving = ['transfer', 'assign']

/** Actions that write fields. */
const writing = ['create', 'update']

function withAction(grant: Doc, action: string, scope: unknown): Doc {
  const actions = listAt<string>(grant, 'actions')
  const all = actions.includes(action) ? actions : [...actions, action]
  const next = scoped({ ...grant, actions: all }, (one) => (one === action ? scope : scopeFor(grant, one)))
  const members: { [member: string]: unknown } = {}
  if (receiving.includes(action) && next.to === undefined) members.to = 'all'
  if (writing.includes(action) && next.write === undefined) members.write = next.read ?? 'all'
  if (action === 'read' && next.read === undefined) members.read = 'all'
  return { ...next, ...members }
}

function withoutAction(grant: Doc, action: string): Doc | undefined {
  const actions = listAt<string>(grant, 'actions').filter((one) => one !== action)
  if (actions.length === 0) return undefined
  return scoped({ ...grant, actions }, (one) => scopeFor(grant, one))
}

/** The grant with the scope that most of its actions have, and those of the others by name. */
function scoped(grant: Doc, scopeOfAction: (action: string) => unknown): Doc {
  const actions = listAt<string>(grant, 'actions')
  const count = (scope: unknown) => actions.filter((action) => same(scopeOfAction(action), scope)).length
  let common: unknown = grant.scope
  for (const action of actions)
    if (count(scopeOfAction(action)) > count(common)) common = scopeOfAction(action)
  const others = actions.filter((action) => !same(scopeOfAction(action), common))
  const scopes = Object.fromEntries(others.map((action) => [action, scopeOfAction(action)]))
  return withMembers(grant, { scope: common, scopes: others.length > 0 ? scopes : undefined })
}

/** Gives several roles the actions of a column on the records of a scope. Cells that several rules decide stay. */
export function setColumn(
  grants: readonly Named[],
  entity: string,
  names: readonly string[],
  { actions }: Column,
  preset: Preset,
): GrantChanges {
  let now = [...grants]
  const changes: { [key: Key]: Doc | undefined } = {}
  for (const role of names) {
    if (!cellOf(now, role, actions).plain) continue
    const one = setCell(now, entity, role, actions, preset)
    Object.assign(changes, one)
    now = withChanges(now, one)
  }
  return changes
}

/** What a role is given at once. */
export const rowPresets = ['nothing', 'readAll', 'own', 'team', 'everything'] as const

/** A name of what a role is given at once. */
export type RowPreset = (typeof rowPresets)[number]

const work = ['read', 'create', 'update', 'archive', 'talk', 'many'] as const

/** The scope of each column that a row preset gives; none for those it does not name. */
const rows: { [name in RowPreset]: { [column: string]: Preset } } = {
  nothing: {},
  readAll: { read: 'all', talk: 'all' },
  own: Object.fromEntries(work.map((column) => [column, 'own'])),
  team: Object.fromEntries(work.map((column) => [column, 'team'])),
  everything: Object.fromEntries(
    columns.flatMap(({ id }) => (id === 'purge' || id === 'pool' ? [] : [[id, 'all']])),
  ),
}

/** Whether the actions of a column can be given only where records have an owner. */
export function needsOwners({ id }: Column): boolean {
  return id === 'hand' || id === 'pool'
}

/** Gives a role what a row preset says. Cells that several rules decide stay as they are. */
export function setRow(
  grants: readonly Named[],
  entity: string,
  role: string,
  row: RowPreset,
  owned: boolean,
): GrantChanges {
  return setCells(grants, entity, role, (column) =>
    owned || !needsOwners(column) ? (rows[row][column.id] ?? 'none') : 'none',
  )
}

/** Gives a role the same as another one, as far as words say it. */
export function copyRow(grants: readonly Named[], entity: string, from: string, to: string): GrantChanges {
  return setCells(grants, entity, to, (column) => {
    const { preset } = cellOf(grants, from, column.actions)
    return isPreset(preset) ? preset : undefined
  })
}

function isPreset(word: Cell['preset']): word is Preset {
  return !['mixed', 'pool', 'shared', 'partition', 'related'].includes(word)
}

function setCells(
  grants: readonly Named[],
  entity: string,
  role: string,
  wanted: (column: Column) => Preset | undefined,
): GrantChanges {
  let now = [...grants]
  const changes: { [key: Key]: Doc | undefined } = {}
  for (const column of columns) {
    const preset = wanted(column)
    if (preset === undefined || !cellOf(now, role, column.actions).plain) continue
    const one = setCell(now, entity, role, column.actions, preset)
    Object.assign(changes, one)
    now = withChanges(now, one)
  }
  return changes
}
