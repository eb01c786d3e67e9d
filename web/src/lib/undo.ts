import type { Entity, Job } from '@mortise/sdk'

/** The actions on a record whose changes can be taken back, with the right that this needs. */
const rights: { [action: string]: string } = {
  update: 'update',
  archive: 'restore',
  restore: 'archive',
  transfer: 'transfer',
  assign: 'transfer',
  release: 'transfer',
}

/** The right by which a change is taken back; undefined where there is no way back. */
export function rightToUndo(action: string): string | undefined {
  return rights[action]
}

/** Whether the caller is given one of some rights on an entity. */
export function mayOne(entity: Entity, ...wanted: string[]): boolean {
  return entity.actions.some((given) => wanted.includes(given))
}

/** Whether the caller may take back what a job did, as far as the description of its entity tells. */
export function mayUndoJob(job: Job, entity: Entity | undefined): boolean {
  if (!entity) return false
  const { created = 0, updated = 0 } = job.counts
  if (job.kind === 'import')
    return (
      (created === 0 || mayOne(entity, 'archive', 'purge')) && (updated === 0 || mayOne(entity, 'update'))
    )
  const { action = '' } = (job.result ?? {}) as { action?: string }
  const needed = rightToUndo(action)
  const bulk = action === 'archive' || action === 'restore' ? 'bulk_archive' : 'bulk_edit'
  // Each record's own change is taken back, by who sees it.
  return needed !== undefined && [bulk, 'history', needed].every((right) => mayOne(entity, right))
}
