import type { Entity, WireRecord } from '@mortise/sdk'
import { isEmptyValue } from '@/lib/definition.ts'

/** What can be done with one record, in the order of the menu. */
export const actionNames = [
  'claim',
  'transfer',
  'assign',
  'share',
  'release',
  'merge',
  'copy',
  'print',
  'export',
  'link',
  'explain',
  'restore',
  'archive',
  'purge',
] as const
export type ActionName = (typeof actionNames)[number]

/** An action as the menu draws it: what may never be done, or makes no sense now, is not there. */
export interface ActionState {
  name: ActionName
  /** The rules refuse it on this record as it is. */
  refused: boolean
}

/** Those that need no right of their own. */
const free = new Set<ActionName>(['link', 'explain'])

/** Whether an action makes sense on the record as it is. */
function applies(name: ActionName, entity: Entity, record: WireRecord): boolean {
  const archived = Boolean(record.archived_at)
  const owners = [entity.owner, entity.team].filter((field) => field)
  const owned = owners.some((field) => field && !isEmptyValue(record[field]))
  const pooled = (entity.pools ?? []).length > 0
  switch (name) {
    case 'restore':
    case 'purge':
      return archived
    case 'link':
    case 'explain':
    case 'print':
    case 'export':
      return true
    case 'claim':
      return !archived && pooled && !owned
    case 'release':
      return !archived && pooled && owned
    case 'assign':
      return !archived && owners.length > 0 && !owned
    case 'transfer':
      return !archived && owners.length > 0 && owned
    default:
      return !archived
  }
}

/** The actions of a record, and whether each is refused on it. */
export function actionStates(
  entity: Entity,
  record: WireRecord,
  may: (action: string) => boolean,
): ActionState[] {
  return actionNames.flatMap((name): ActionState[] => {
    if (!applies(name, entity, record)) return []
    if (free.has(name)) return [{ name, refused: false }]
    if (name === 'copy') return entity.actions.includes('create') ? [{ name, refused: false }] : []
    const ever = (entity.actions as string[]).includes(name)
    return may(name) ? [{ name, refused: false }] : ever ? [{ name, refused: true }] : []
  })
}

/** Those that stand beside the menu as buttons of their own, the first that are possible. */
const first: ActionName[] = ['claim', 'restore', 'transfer', 'assign', 'share']

/** The one or two actions that the record most likely needs. */
export function prominent(states: readonly ActionState[], most: number): ActionName[] {
  const possible = new Set(states.filter((state) => !state.refused).map((state) => state.name))
  return first.filter((name) => possible.has(name)).slice(0, most)
}

/** Types whose values belong to one record only, or cannot be given. */
const own = new Set([
  'autonumber',
  'file',
  'files',
  'image',
  'signature',
  'secret',
  'table',
  'formula',
  'lookup',
  'rollup',
])

/** The values that a duplicate of a record begins with: what can be given and was seen whole. */
export function presetOf(
  entity: Entity,
  record: WireRecord,
  wire: (value: unknown) => unknown,
): { [field: string]: unknown } {
  const redacted = new Set(record._meta?.redacted)
  const preset: { [field: string]: unknown } = {}
  for (const field of entity.fields) {
    const skipped =
      field.readOnly || field.system || field.computed || own.has(field.type) || field.name === entity.owner
    if (skipped || redacted.has(field.name) || isEmptyValue(record[field.name])) continue
    preset[field.name] = wire(record[field.name])
  }
  return preset
}
