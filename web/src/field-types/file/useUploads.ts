import type { Field } from '@mortise/sdk'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'
import { formatSize } from '@/lib/format.ts'
import { type Fresh, isPicture } from './files.ts'

/** A file on its way. */
export interface Upload {
  key: number
  name: string
  /** How much of it has gone, from 0 to 1. */
  share: number
  /** Why it did not get there. */
  problem?: string
}

let counter = 0

function takes(field: Field, file: File): boolean {
  const accept = field.accept ?? []
  const [kind] = file.type.split('/')
  return accept.length === 0 || file.type === '' || accept.includes(file.type) || accept.includes(`${kind}/*`)
}

/** Uploads files one after the other, and gives each when it is there. */
export function useUploads(field: Field, onDone: (file: Fresh) => void) {
  const { t } = useTranslation()
  const [uploads, setUploads] = useState<Upload[]>([])
  const done = useRef(onDone)
  done.current = onDone
  const change = (key: number, next: Partial<Upload> | null) =>
    setUploads((now) => now.flatMap((one) => (one.key === key ? (next ? [{ ...one, ...next }] : []) : [one])))

  const refused = (file: File) => {
    if (!takes(field, file)) return t('file.wrongType', { types: field.accept?.join(', ') })
    if (field.maxSize && file.size > field.maxSize)
      return t('file.tooLarge', { size: formatSize(field.maxSize) })
    return undefined
  }
  const one = async (key: number, file: File) => {
    try {
      const info = await client.upload(file, file.name, (share) => change(key, { share }))
      change(key, null)
      done.current({ ...info, preview: isPicture(info.media_type) ? URL.createObjectURL(file) : undefined })
    } catch (error) {
      change(key, { problem: error instanceof Error ? error.message : t('file.failed') })
    }
  }
  const upload = async (files: File[]) => {
    const begun = files.map((file) => ({
      key: ++counter,
      name: file.name,
      share: 0,
      problem: refused(file),
      file,
    }))
    setUploads((now) => [...now.filter((old) => !old.problem), ...begun.map(({ file: _, ...rest }) => rest)])
    for (const { key, file, problem } of begun) if (!problem) await one(key, file)
  }
  return { uploads, upload, dismiss: (key: number) => change(key, null) }
}
