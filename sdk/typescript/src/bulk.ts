import type { Detail, Filter, ShareLevel, ShareTo } from './wire.ts'

/** What is done to which records: those of ids, or all that a list of filter and q shows, or with all every one. */
export interface BulkRequest {
  action: 'update' | 'archive' | 'restore' | 'transfer' | 'assign' | 'release' | 'share' | (string & {})
  ids?: string[]
  filter?: Filter
  q?: string
  archived?: boolean
  all?: boolean
  /** Of update: null clears a field. */
  fields?: { [field: string]: unknown }
  /** Of transfer, assign and share. */
  to?: ShareTo
  /** Of share. */
  level?: ShareLevel
  until?: string | null
  reason?: string
}

/** What a bulk operation would come to: the first `tried` of the records were tried without a trace. */
export interface BulkPreview {
  records: number
  tried: number
  /** Of those that were tried. */
  refused: number
  problems: BulkProblem[]
}

/** Why a record would not be changed, or was not. */
export interface BulkProblem {
  id: string
  code: string
  title: string
  errors?: Detail[]
}

/** Job.result of a bulk operation; all of its problems are in the job's file. */
export interface BulkResult {
  /** What was done, or is taken back. */
  action: BulkRequest['action']
  records: number
  problems: BulkProblem[]
}
