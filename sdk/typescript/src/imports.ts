import { Group } from './group.ts'
import type { Job } from './jobs.ts'
import { pathOf, recordPath } from './path.ts'
import type { Detail } from './wire.ts'

/** What file becomes records, and how. */
export interface ImportOrder extends ImportOptions {
  /** Id of an uploaded file. */
  file: string
}

/** How a file becomes records. */
export interface ImportOptions {
  /** Header to field: phone, firm.code, lines.amount; "" leaves the column out. */
  map?: { [header: string]: string }
  /** Header to what its texts stand for. */
  values?: { [header: string]: { [text: string]: string } }
  /** Header to dmy or mdy (how 1/2/2026 is read) or scaled (3.5K, 2M). */
  formats?: { [header: string]: string }
  /** Field to the sheet with its rows. */
  tables?: { [field: string]: TableSheet }
  /** Texts of cells without a value. */
  empty?: string[]
  mode?: 'create' | 'update' | 'upsert'
  /** Fields by which records are found. */
  key?: string[]
  /** Empty cells empty fields. */
  clear?: boolean
  sheet?: string
  /** Line of the headers, from 1. */
  header?: number
  encoding?: string
  delimiter?: string
  quote?: string
}

/** On which sheet the rows of a table stand. */
export interface TableSheet {
  sheet: string
  key: string
  of: string
  map?: { [header: string]: string }
}

/** What a file seems to be. */
export interface Inspection {
  format: string
  encoding?: string
  delimiter?: string
  quote?: string
  sheets?: string[]
  /** Line of the headers, from 1. */
  header: number
  rows: number
  columns: ImportColumn[]
  /** The first rows. */
  samples: string[][]
  /** Fields by which records can be found. */
  keys: string[][]
  /** How the caller imported a file with these headers last. */
  profile?: ImportOptions
}

/** How the caller has imported files with the same headers, last. */
export interface ImportProfile {
  id: string
  entity: string
  /** Empty until the caller gives it one. */
  name: string
  /** The first headers. */
  columns: string[]
  options: ImportOptions
  used_at: string
}

/** A column of a file and the field that it seems to fill. */
export interface ImportColumn {
  header: string
  field?: string
  why?: string
  values?: ImportValue[]
}

/** A text of a column, and the option that it seems to mean. */
export interface ImportValue {
  text: string
  count: number
  value?: string
}

/** Job.result of an import; the rows that were refused are the job's file. */
export interface ImportSummary {
  rows: number
  created: number
  updated: number
  skipped: number
  failed: number
  /** The first ones. */
  errors: RowError[]
  truncated?: boolean
  /** Nothing was written. */
  dry?: boolean
}

/** A row that was not imported. */
export interface RowError extends Detail {
  line: number
}

/** Files that become records: upload one first (Client.upload, uploads.send). */
export class Imports extends Group {
  /** What an uploaded file seems to be, with a mapping to begin with and the one that was used last. */
  inspect(entity: string, order: ImportOrder, signal?: AbortSignal): Promise<Inspection> {
    return this.transport.send<Inspection>({
      method: 'POST',
      path: `${recordPath(entity)}:inspect`,
      json: order,
      signal,
    })
  }

  /** Starts a job that finds what is wrong, and writes nothing. */
  dryRun(entity: string, order: ImportOrder): Promise<Job<ImportSummary>> {
    return this.order(entity, { ...order, dry: true })
  }

  /** Starts a job that imports an uploaded file; jobs.undo takes it back, jobs.fileAddress has what was refused. */
  start(entity: string, order: ImportOrder): Promise<Job<ImportSummary>> {
    return this.order(entity, order)
  }

  /** Where a browser that is signed in gets a file to be filled in. */
  templateAddress(entity: string, format: 'xlsx' | 'csv' = 'xlsx'): string {
    return this.transport.address({ path: `${recordPath(entity)}:template`, query: { format } })
  }

  /** Reads a file to be filled in. */
  template(entity: string, format: 'xlsx' | 'csv' = 'xlsx', signal?: AbortSignal): Promise<Blob> {
    return this.transport.download({ path: `${recordPath(entity)}:template`, query: { format }, signal })
  }

  /** The caller's own profiles for an entity: those with a name first, then the one used last. */
  async profiles(entity: string, signal?: AbortSignal): Promise<ImportProfile[]> {
    const call = { path: pathOf('import-profiles'), query: { entity }, signal }
    return (await this.transport.send<{ data: ImportProfile[] }>(call)).data
  }

  /** Gives a profile of the caller's own a name; an empty one takes it away. */
  nameProfile(id: string, name: string): Promise<ImportProfile> {
    return this.transport.send<ImportProfile>({
      method: 'PATCH',
      path: pathOf('import-profiles', id),
      json: { name },
    })
  }

  /** Forgets a profile of the caller's own. */
  async forgetProfile(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('import-profiles', id) })
  }

  private order(entity: string, json: ImportOrder & { dry?: boolean }): Promise<Job<ImportSummary>> {
    return this.transport.send<Job<ImportSummary>>({
      method: 'POST',
      path: `${recordPath(entity)}:import`,
      json,
    })
  }
}
