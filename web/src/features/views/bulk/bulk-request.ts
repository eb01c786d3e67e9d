import type { BulkProblem, BulkRequest, Entity, Field, ShareLevel, ShareTo } from '@mortise/sdk'
import { typeOf } from '@/field-types/registry.ts'
import { fieldOf, wireValue } from '@/lib/definition.ts'

/** What the server does to many records as one job. */
const jobActions = ['update', 'transfer', 'assign', 'share', 'release', 'archive', 'restore'] as const
export type BulkAction = (typeof jobActions)[number]

/** What can be done with records that are ticked, in the order of the bar. */
const barActions = [
  'update',
  'transfer',
  'assign',
  'claim',
  'share',
  'release',
  'merge',
  'archive',
  'restore',
] as const
export type BarAction = (typeof barActions)[number]

/** Most records that are claimed, and merged into one, at once. */
export const most = { claim: 200, merge: 20 }

/** Which records are meant: the ticked ones, or all of the list. */
export interface Meant {
  ids: ReadonlySet<string>
  /** All that the list shows, ticked or not. */
  all: boolean
  filter: string | undefined
  q: string
  archived: boolean
}

/** The action that an entity must allow besides the one itself. */
function gate(action: BarAction): string | undefined {
  if (action === 'claim' || action === 'merge') return undefined
  return action === 'archive' || action === 'restore' ? 'bulk_archive' : 'bulk_edit'
}

/** What the caller may do with many records of an entity. */
export function bulkActionsOf(entity: Entity, { ids, all, archived }: Meant): BarAction[] {
  const actions: string[] = entity.actions
  return barActions.filter((action) => {
    if ((action === 'restore') !== archived || !actions.includes(action)) return false
    if (action === 'claim') return !all && ids.size <= most.claim && (entity.pools ?? []).length > 0
    if (action === 'merge') return !all && ids.size > 1 && ids.size <= most.merge
    return actions.includes(gate(action) ?? action)
  })
}

/** The records of a bulk request. */
export function whichOf({ ids, all, filter, q, archived }: Meant): Omit<BulkRequest, 'action'> {
  if (!all) return { ids: [...ids] }
  return {
    filter,
    q: q || undefined,
    archived: archived || undefined,
    all: !filter && !q ? true : undefined,
  }
}

/** The fields that many records can be given one value of. */
export function bulkFields(entity: Entity): Field[] {
  return entity.fields.filter(
    (field) => !field.system && !field.readOnly && field.computed === undefined && field.masked !== true,
  )
}

/** What somebody has said of a bulk action. */
export interface BulkForm {
  /** A field of no name is yet to be chosen. */
  edits: { field: string; value: unknown }[]
  to?: ShareTo
  level: ShareLevel
  until: string | null
  reason: string
}

/** The request of a bulk action; undefined while something is missing. */
export function bulkRequestOf(
  entity: Entity,
  action: BulkAction,
  meant: Meant,
  { edits, to, level, until, reason }: BulkForm,
): BulkRequest | undefined {
  const request: BulkRequest = { action, ...whichOf(meant) }
  if (action === 'update') {
    const chosen = edits.flatMap(({ field, value }) => {
      const definition = fieldOf(entity, field)
      return definition ? [[field, (typeOf(definition).wire ?? wireValue)(value)] as const] : []
    })
    return chosen.length > 0 ? { ...request, fields: Object.fromEntries(chosen) } : undefined
  }
  if (action === 'transfer' || action === 'assign' || action === 'share') {
    if (!to) return undefined
    request.to = to
  }
  if (action === 'share') Object.assign(request, { level, until: until ?? undefined })
  if (reason.trim()) request.reason = reason.trim()
  return request
}

/** Records that are refused for the same reason. */
export interface Refusal {
  code: string
  why: string
  ids: string[]
}

/** Refusals by their reason, the most frequent first. */
export function refusalsOf(entity: Entity, problems: readonly BulkProblem[]): Refusal[] {
  const found = new Map<string, Refusal>()
  for (const { id, code, title, errors = [] } of problems) {
    const said = errors.map(({ pointer = '', message = '' }) => {
      const name = pointer.replace(/^\/(fields\/)?/, '').split('/')[0] ?? ''
      const field = fieldOf(entity, name)
      return field ? `${field.title}: ${message}` : message
    })
    const why = [...new Set(said)].filter(Boolean).join(' ') || title
    const refusal = found.get(why) ?? { code, why, ids: [] }
    refusal.ids.push(id)
    found.set(why, refusal)
  }
  return [...found.values()].sort((one, other) => other.ids.length - one.ids.length)
}
