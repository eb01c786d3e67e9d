import { Group } from './group.ts'
import type { Job } from './jobs.ts'
import { listQuery, queryOf, recordPath } from './path.ts'
import type { Filter, ListQuery } from './wire.ts'

/** How a file looks. */
export interface ExportFormat {
  format?: 'csv' | 'xlsx' | 'pdf'
  /** What stands in the first row. */
  header?: 'names' | 'titles'
  /** Begin a CSV file with a byte order mark, for spreadsheets. */
  bom?: boolean
}

/** What file to make of which records: those of ids, or all that a list of filter and q shows. */
export interface ExportRequest extends ExportFormat {
  /** Dotted for relations; what the caller may export when not given. */
  fields?: string[]
  ids?: string[]
  filter?: Filter
  q?: string
  sort?: string
  archived?: boolean
  reason?: string
}

/** What the beginning of a file would show. */
export interface ExportPreview {
  columns: { name: string; title: string }[]
  rows: string[][]
  /** Of the whole file. */
  records: number
}

/** Job.result of an export. */
export interface ExportResult {
  records: number
}

/** Lists as files. */
export class Exports extends Group {
  /** What a file would show: its first rows, and how many there are. */
  preview(entity: string, request: ExportRequest, signal?: AbortSignal): Promise<ExportPreview> {
    const json = { ...request, dry: true }
    return this.transport.send<ExportPreview>({
      method: 'POST',
      path: `${recordPath(entity)}:export`,
      json,
      signal,
    })
  }

  /** Starts a job that makes a file, to be had from jobs.fileAddress for a day. */
  job(entity: string, request: ExportRequest): Promise<Job<ExportResult>> {
    const call = { method: 'POST', path: `${recordPath(entity)}:export`, json: request }
    return this.transport.send<Job<ExportResult>>(call)
  }

  /** Where a browser that is signed in gets a list as a file at once; limit, after and count do not count. */
  address(entity: string, query: ListQuery = {}, format: ExportFormat = {}): string {
    return this.transport.address(this.call(entity, query, format))
  }

  /** Reads a list as a file at once. */
  file(
    entity: string,
    query: ListQuery = {},
    format: ExportFormat = {},
    signal?: AbortSignal,
  ): Promise<Blob> {
    return this.transport.download({ ...this.call(entity, query, format), signal })
  }

  /** Reads a list as a file that an approval was granted for. */
  approved(
    entity: string,
    approval: string,
    query: ListQuery = {},
    format: ExportFormat = {},
  ): Promise<Blob> {
    const call = this.call(entity, query, format)
    return this.transport.download({ ...call, method: 'POST', query: { ...call.query, approval } })
  }

  private call(entity: string, query: ListQuery, { format, header, bom }: ExportFormat) {
    const list = listQuery({
      ...query,
      limit: undefined,
      after: undefined,
      count: undefined,
      live: undefined,
    })
    return { path: `${recordPath(entity)}:export`, query: { ...list, ...queryOf({ format, header, bom }) } }
  }
}
