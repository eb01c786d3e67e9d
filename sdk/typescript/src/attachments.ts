import { Group } from './group.ts'
import { queryOf, recordPath } from './path.ts'
import type { Link, RecordFile } from './wire.ts'

/** A file that a field holds or held; writing its id into the field brings it back. */
export interface FileVersion extends RecordFile {
  current: boolean
  /** When the field ceased to name it. */
  until: string | null
}

/** The files of which records: of ids, or of those that a list shows. */
export interface ZipRequest {
  ids?: string[]
  filter?: string
  q?: string
  /** All fields of files when not given. */
  field?: string
}

/** The files that records name; uploading them and addressing one are methods of the Client. */
export class Attachments extends Group {
  /** Reads a file, or the first of the field. */
  download(entity: string, id: string, field: string, file?: string, signal?: AbortSignal): Promise<Blob> {
    const more = file === undefined ? [] : [file]
    return this.transport.download({ path: recordPath(entity, id, 'files', field, ...more), signal })
  }

  /** The files that a field of a record holds and held, the newest first. */
  async versions(entity: string, id: string, field: string, signal?: AbortSignal): Promise<FileVersion[]> {
    const path = recordPath(entity, id, 'files', field, 'versions')
    return (await this.transport.send<{ data: FileVersion[] }>({ path, signal })).data
  }

  /** Where a browser that is signed in gets one of the versions. */
  versionAddress(entity: string, id: string, field: string, file: string): string {
    return this.transport.origin + recordPath(entity, id, 'files', field, 'versions', file)
  }

  /** Where a browser that is signed in gets a small form of a picture, at most size pixels wide and high. */
  thumbnailAddress(
    entity: string,
    id: string,
    field: string,
    file: string,
    size: 64 | 128 | 256 | 512 = 128,
  ): string {
    const path = `${recordPath(entity, id, 'files', field, file)}:thumbnail`
    return this.transport.address({ path, query: queryOf({ size }) })
  }

  /** Makes an address that works for a short while without signing in; the caller's rights count when it is used. */
  async link(entity: string, id: string, field: string, file: string): Promise<Link> {
    const path = `${recordPath(entity, id, 'files', field, file)}:link`
    const link = await this.transport.send<Link>({ method: 'POST', path })
    return { ...link, url: this.transport.origin + link.url }
  }

  /** Reads the files of up to 1,000 records as one archive, each record's in a folder of its own. */
  zip(entity: string, request: ZipRequest, signal?: AbortSignal): Promise<Blob> {
    return this.transport.download({
      method: 'POST',
      path: `${recordPath(entity)}:zip`,
      json: request,
      signal,
    })
  }
}
