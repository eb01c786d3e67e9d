import type { BulkPreview, BulkRequest, Entity, Field } from '@mortise/sdk'

/** What can be done with many records, and whether for those that are archived. */
export const bulkActions = ['update', 'transfer', 'assign', 'release', 'archive', 'restore'] as const
export type BulkAction = (typeof bulkActions)[number]

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
function gate(action: BulkAction): 'bulk_archive' | 'bulk_edit' {
  return action === 'archive' || action === 'restore' ? 'bulk_archive' : 'bulk_edit'
}

/** What the caller may do with many records of an entity. */
export function bulkActionsOf(entity: Entity, archived: boolean): BulkAction[] {
  return bulkActions.filter((action) => {
    if ((action === 'restore') !== archived) return false
    return entity.actions.includes(action) && entity.actions.includes(gate(action))
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

/** Why the first refused record would be refused. */
export function whyRefused(preview: BulkPreview): string {
  const first = preview.problems[0]
  return first?.errors?.[0]?.message ?? first?.title ?? ''
}
