import type { BulkProblem, Job } from '@mortise/sdk'

/** How long a job that has ended stays in the tray, in milliseconds. */
const recent = 30 * 60_000

/** The jobs that the tray shows: what is open, and what ended a short while ago. */
export function trayJobs(jobs: readonly Job[], hidden: ReadonlySet<string>, now: number): Job[] {
  return jobs.filter(
    (job) => !hidden.has(job.id) && (!job.ended_at || now - Date.parse(job.ended_at) < recent),
  )
}

/** How far a job is, from 0 to 1; undefined while that is unknown. */
export function shareOf(job: Job): number | undefined {
  if (job.state === 'done') return 1
  return job.total > 0 ? Math.min(job.done / job.total, 1) : undefined
}

/** The jobs that have ended between two looks; those first seen ended are none. */
export function endedSince(before: readonly Job[], now: readonly Job[]): Job[] {
  const open = new Set(before.filter((job) => !job.ended_at).map((job) => job.id))
  return now.filter((job) => job.ended_at && open.has(job.id))
}

/** Whether what a job did can still be taken back, by who may. */
export function canUndo(job: Job, jobs: readonly Job[]): boolean {
  if (job.kind !== 'import' && job.kind !== 'bulk') return false
  const result = job.result as { dry?: boolean; action?: string } | undefined
  // What was shared with others may have been seen.
  if (!job.ended_at || result?.dry || result?.action === 'share') return false
  const { created = 0, updated = 0, done = 0 } = job.counts
  if (created + updated + done === 0) return false
  return !jobs.some((other) => other.undoes === job.id && other.state !== 'failed')
}

/** What the file of a job is: what was asked for, or what was refused. */
export function fileKind(job: Job): 'download' | 'errors' {
  return job.kind === 'export' ? 'download' : 'errors'
}

/** The first records that a job left as they are, and why. */
export function problemsOf(job: Job): BulkProblem[] {
  const { problems } = (job.result ?? {}) as { problems?: unknown }
  const bulk = job.kind === 'bulk' || job.kind === 'bulk_undo'
  return bulk && Array.isArray(problems) ? (problems as BulkProblem[]) : []
}
