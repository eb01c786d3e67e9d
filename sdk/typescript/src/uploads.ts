import { Group } from './group.ts'
import { pathOf } from './path.ts'
import { Problem } from './problem.ts'
import { pause } from './retry.ts'
import type { FileInfo } from './wire.ts'

/** How far an upload in parts is. */
export interface Uploading {
  id: string
  name: string
  /** In bytes. */
  size: number
  /** Bytes that have come. */
  offset: number
  expires_at: string
  /** Once all bytes are there. */
  file?: FileInfo
}

/** How a file is sent in parts. */
export interface UploadOptions {
  /** Told the share that has come, from 0 to 1. */
  progress?: (share: number) => void
  /** Told the id as soon as there is one, by which resume goes on after a reload. */
  begun?: (id: string) => void
  /** Stops sending; what has come stays for resume until it expires. */
  signal?: AbortSignal
}

/** The largest part that the server takes, in bytes. */
const part = 4 << 20
/** How often a part is sent again before giving up. */
const attempts = 5
const version = { 'Tus-Resumable': '1.0.0' }

/** Large files, sent in parts (tus 1.0), so that a lost connection loses little. */
export class Uploads extends Group {
  /** Sends a file, at most 1 GiB, and goes on where it was when the network fails. */
  async send(file: Blob, name: string, options: UploadOptions = {}): Promise<FileInfo> {
    const id = await this.begin(name, file.size, options.signal)
    options.begun?.(id)
    return this.resume(id, file, options)
  }

  /** Enters a file of size bytes that is to come in parts, and gives its id. */
  async begin(name: string, size: number, signal?: AbortSignal): Promise<string> {
    const title = btoa(String.fromCharCode(...new TextEncoder().encode(name)))
    const headers = { ...version, 'Upload-Length': String(size), 'Upload-Metadata': `filename ${title}` }
    const answer = await this.transport.sendFull<void>({
      method: 'POST',
      path: pathOf('uploads'),
      headers,
      signal,
    })
    return answer.headers.get('Location')?.split('/').pop() ?? ''
  }

  /** Sends what is missing of a file that was begun. */
  async resume(id: string, file: Blob, options: UploadOptions = {}): Promise<FileInfo> {
    const { progress, signal } = options
    for (let failed = 0, best = -1; ; ) {
      try {
        const now = await this.get(id, signal)
        if (now.offset > best) failed = 0
        best = Math.max(best, now.offset)
        progress?.(now.size > 0 ? now.offset / now.size : 1)
        if (now.file) return now.file
        for (let at = now.offset; at < now.size; at = Math.min(at + part, now.size)) {
          progress?.(at / now.size)
          await this.append(id, at, file.slice(at, Math.min(at + part, now.size)), signal)
        }
      } catch (failure) {
        failed++
        if (!mends(failure) || failed >= attempts) throw failure
        await pause(200 * 2 ** failed, signal)
      }
    }
  }

  /** How far a file is that was begun, and what came of it. */
  get(id: string, signal?: AbortSignal): Promise<Uploading> {
    return this.transport.send<Uploading>({ path: pathOf('uploads', id), signal })
  }

  /** Removes what has come of a file that was begun. */
  async abort(id: string): Promise<void> {
    await this.transport.send<void>({ method: 'DELETE', path: pathOf('uploads', id), headers: version })
  }

  private async append(id: string, offset: number, body: Blob, signal?: AbortSignal): Promise<void> {
    const type = 'application/offset+octet-stream'
    const headers = { ...version, 'Upload-Offset': String(offset), 'Content-Type': type }
    await this.transport.send<void>({ method: 'PATCH', path: pathOf('uploads', id), headers, body, signal })
  }
}

/** Whether asking again how far it is may help. */
function mends(failure: unknown): boolean {
  if (!(failure instanceof Problem)) return false
  return (
    failure.status === 0 ||
    failure.status === 429 ||
    failure.status >= 500 ||
    failure.code === 'upload_offset'
  )
}
