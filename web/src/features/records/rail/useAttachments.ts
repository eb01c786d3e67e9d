import type { FileInfo } from '@mortise/sdk'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Upload } from '@/field-types/file/useUploads.ts'
import { client } from '@/lib/api/client.ts'

/** Most files of one comment. */
const most = 10

let counter = 0

/** Sends the files of a comment in parts, and holds those that have come. */
export function useAttachments() {
  const { t } = useTranslation()
  const [uploads, setUploads] = useState<Upload[]>([])
  const [files, setFiles] = useState<FileInfo[]>([])
  const stops = useRef(new Map<number, AbortController>())
  const change = (key: number, next: Partial<Upload> | null) =>
    setUploads((now) => now.flatMap((one) => (one.key === key ? (next ? [{ ...one, ...next }] : []) : [one])))

  const send = async (key: number, file: File) => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    try {
      const options = { progress: (share: number) => change(key, { share }), signal: stop.signal }
      const info = await client.uploads.send(file, file.name, options)
      change(key, null)
      setFiles((now) => [...now, info])
    } catch (error) {
      if (!stop.signal.aborted)
        change(key, { problem: error instanceof Error ? error.message : t('file.failed') })
    } finally {
      stops.current.delete(key)
    }
  }
  return {
    uploads,
    files,
    sending: uploads.some((one) => !one.problem),
    add: (chosen: readonly File[]) => {
      const room = Math.max(0, most - files.length - uploads.filter((one) => !one.problem).length)
      for (const file of chosen.slice(0, room)) {
        const key = ++counter
        setUploads((now) => [...now, { key, name: file.name, share: 0 }])
        void send(key, file)
      }
      if (chosen.length > room) {
        const problem = t('comment.tooManyFiles', { count: most })
        setUploads((now) => [...now, { key: ++counter, name: chosen[room]?.name ?? '', share: 0, problem }])
      }
    },
    remove: (id: string) => setFiles((now) => now.filter((file) => file.id !== id)),
    dismiss: (key: number) => {
      stops.current.get(key)?.abort()
      change(key, null)
    },
    clear: () => {
      for (const stop of stops.current.values()) stop.abort()
      setUploads([])
      setFiles([])
    },
  }
}

export type Attachments = ReturnType<typeof useAttachments>
