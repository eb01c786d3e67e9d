import type { Field, FileInfo } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { relatedId } from '@/lib/definition.ts'
import { usePlace } from '../place.ts'

/** A file of a value: what is known of it, and where to get it once a record has it. */
export interface Attached {
  id: string
  info?: FileInfo
  href?: string
  /** Shows a picture; there is none for other files. */
  picture?: string
}

/** A file that was uploaded here and is not saved yet. */
export interface Fresh extends FileInfo {
  /** Shows a picture before a record has it. */
  preview?: string
}

const drawn = /^image\/(?:png|jpeg|gif|webp|avif)$/

/** Whether browsers draw files of a media type, and run nothing of them. */
export function isPicture(mediaType: string | undefined): boolean {
  return drawn.test(mediaType ?? '')
}

function isFresh(value: unknown): value is Fresh {
  return typeof value === 'object' && value !== null && 'media_type' in value
}

/** The files of a value, of one or of many. */
export function useAttached(field: Field, value: unknown, ask: boolean): Attached[] {
  const place = usePlace()
  const list: unknown[] = Array.isArray(value) ? value : [value]
  const { entity = '', id = '' } = place ?? {}
  const stored = list.some((one) => typeof one === 'string' && one !== '')
  const known = useQuery({
    queryKey: ['record', entity, id, 'files'],
    enabled: ask && stored && id !== '',
    queryFn: async ({ signal }) => (await client.files(entity, [id], signal))[id] ?? {},
  })
  return list.flatMap((one): Attached[] => {
    const fileId = relatedId(one)
    if (!fileId) return []
    if (isFresh(one)) return [{ id: fileId, info: one, picture: one.preview }]
    const info = known.data?.[field.name]?.find((candidate) => candidate.id === fileId)
    // A looked-up file belongs to another record.
    const href = id && !field.computed ? client.fileAddress(entity, id, field.name, fileId) : undefined
    return [{ id: fileId, info, href, picture: isPicture(info?.media_type) ? href : undefined }]
  })
}
