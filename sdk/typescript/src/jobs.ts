import { Group } from './group.ts'
import { pathOf, queryOf } from './path.ts'
import { pause } from './retry.ts'
import type { Detail, Link } from './wire.ts'

/** Work that the caller has started. Result is what its kind tells: BulkResult, ExportResult, ImportSummary. */
export interface Job<Result = unknown> {
  id: string
  /** bulk, bulk_undo, export, import, import_undo … */
  kind: string
  entity?: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  /** It was cancelled and has not stopped yet. */
  cancelling?: boolean
  created_at: string
  started_at?: string
  /** Nothing more happens once it is there. */
  ended_at?: string
  done: number
  /** 0 while it is unknown. */
  total: number
  /** Of a bulk operation done and failed; of an import created, updated, skipped, failed … */
  counts: { [name: string]: number }
  result?: Result
  /** Why it has failed. */
  problem?: JobProblem
  file?: JobFile
  /** The job that this one takes back. */
  undoes?: string
}

/** Why a job has failed. */
export interface JobProblem {
  code: string
  title: string
  errors?: Detail[]
}

/** The file of a job: what an export made, or the rows that an import refused. */
export interface JobFile {
  name: string
  media_type: string
  /** In bytes. */
  size: number
  expires_at?: string
}

/** Narrows a list of jobs. */
export interface JobQuery {
  kind?: string
  state?: Job['state']
  limit?: number
  /** JobPage.next of the page before. */
  after?: string
}

/** One page of jobs. */
export interface JobPage {
  data: Job[]
  next?: string
}

const firstPause = 100
const longestPause = 2_000

/** The caller's own jobs. */
export class Jobs extends Group {
  /** One page of jobs, the newest first. */
  list(query: JobQuery = {}, signal?: AbortSignal): Promise<JobPage> {
    return this.transport.send<JobPage>({ path: pathOf('jobs'), query: queryOf({ ...query }), signal })
  }

  /** How far a job is, and what came of it. */
  get<Result = unknown>(id: string, signal?: AbortSignal): Promise<Job<Result>> {
    return this.transport.send<Job<Result>>({ path: pathOf('jobs', id), signal })
  }

  /**
   * Asks for a job until it has ended; each hears how far it is. A job that failed is given like any
   * other: its state and problem tell. The signal ends the waiting, not the job.
   */
  async wait<Result = unknown>(
    id: string,
    each?: (job: Job<Result>) => void,
    signal?: AbortSignal,
  ): Promise<Job<Result>> {
    for (let wait = firstPause; ; wait = Math.min(wait * 1.5, longestPause)) {
      const job = await this.get<Result>(id, signal)
      each?.(job)
      if (job.ended_at) return job
      await pause(wait, signal)
    }
  }

  /** Has a job stop; what it has done by then stays. */
  cancel(id: string): Promise<Job> {
    return this.transport.send<Job>({ method: 'POST', path: `${pathOf('jobs', id)}:cancel` })
  }

  /** Starts a job that takes back what another one did. */
  undo(id: string): Promise<Job> {
    return this.transport.send<Job>({ method: 'POST', path: `${pathOf('jobs', id)}:undo` })
  }

  /** Forgets a job that has ended, with its file. */
  async remove(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('jobs', id) })
  }

  /** Makes an address of a job's file that works for ten minutes without signing in. */
  async link(id: string): Promise<Link> {
    const link = await this.transport.send<Link>({ method: 'POST', path: `${pathOf('jobs', id)}:link` })
    return { ...link, url: this.transport.origin + link.url }
  }

  /** Where a browser that is signed in gets the file of a job. */
  fileAddress(id: string): string {
    return `${this.transport.origin}${pathOf('jobs', id, 'file')}`
  }

  /** Reads the file of a job. */
  file(id: string, signal?: AbortSignal): Promise<Blob> {
    return this.transport.download({ path: pathOf('jobs', id, 'file'), signal })
  }
}
