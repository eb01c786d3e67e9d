import type { Entity, Field, RecordFile } from '@mortise/sdk'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Download, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { showToast } from '@/components/toast.ts'
import { FileLine } from '@/field-types/file/FileLine.tsx'
import { isPicture } from '@/field-types/file/files.ts'
import '@/field-types/shapes.css'
import { client } from '@/lib/api/client.ts'
import { isEmptyValue } from '@/lib/definition.ts'
import { useRecordAccess } from '../api/get-access.ts'
import { recordKey } from '../api/get-record.ts'
import { saveBlob } from './save-blob.ts'
import type { RailPlace } from './useTimeline.ts'

const ofFiles = new Set(['file', 'files', 'image'])

/** All files of a record: to look at, to download one by one or as one archive, to replace. */
export function Files({ entity, place }: { entity: Entity; place: RailPlace }) {
  const { t } = useTranslation()
  const { record } = place
  const fields = entity.fields.filter((field) => ofFiles.has(field.base ?? field.type) && !field.computed)
  const there = fields.some((field) => !isEmptyValue(record[field.name]))
  const files = useQuery({
    queryKey: [...recordKey(entity.name, record.id), 'files'],
    enabled: there,
    queryFn: async ({ signal }) => (await client.files(entity.name, [record.id], signal))[record.id] ?? {},
  })
  const zip = useMutation({
    mutationFn: () => client.attachments.zip(entity.name, { ids: [record.id] }),
    onSuccess: (blob) => saveBlob(blob, `${entity.title}.zip`),
    onError: (error) => showToast({ tone: 'error', text: error.message }),
  })
  const list = fields.flatMap((field) => (files.data?.[field.name] ?? []).map((file) => ({ field, file })))
  if (list.length === 0) return null
  return (
    <div role="group" className="t-part" aria-label={t('timeline.kind_file')}>
      <header className="t-part__head">
        <h3>{t('timeline.kind_file')}</h3>
        <span className="t-count">{list.length}</span>
        {list.length > 1 && (
          <IconButton
            label={t('timeline.zip')}
            icon={<Download size={15} />}
            aria-busy={zip.isPending}
            onClick={() => !zip.isPending && zip.mutate()}
          />
        )}
      </header>
      <ul>
        {list.map(({ field, file }) => (
          <li key={`${field.name}:${file.id}`}>
            <OneFile entity={entity} field={field} file={file} place={place} />
          </li>
        ))}
      </ul>
    </div>
  )
}

interface OneFileProps {
  entity: Entity
  field: Field
  file: RecordFile
  place: RailPlace
}

function OneFile({ entity, field, file, place }: OneFileProps) {
  const { t } = useTranslation()
  const { record, refresh } = place
  const picker = useRef<HTMLInputElement>(null)
  const access = useRecordAccess(entity, record.id).data?.fields[field.name]
  const replace = useMutation({
    mutationFn: async (chosen: File) => {
      const fresh = await client.uploads.send(chosen, chosen.name)
      const now = record[field.name]
      const value = Array.isArray(now) ? now.map((id) => (id === file.id ? fresh.id : id)) : fresh.id
      const etag = typeof record.version === 'number' ? `"${record.version}"` : undefined
      await client.update(entity.name, record.id, { [field.name]: value }, etag)
    },
    onSuccess: () => showToast({ tone: 'plain', text: t('timeline.replaced', { name: file.name }) }),
    onError: (error) => showToast({ tone: 'error', text: error.message }),
    onSettled: refresh,
  })
  const href = client.fileAddress(entity.name, record.id, field.name, file.id)
  const picture = isPicture(file.media_type)
    ? client.attachments.thumbnailAddress(entity.name, record.id, field.name, file.id, 64)
    : undefined
  return (
    <FileLine file={{ id: file.id, info: file, href, picture }}>
      {access === 'write' && !field.readOnly && !record.archived_at && (
        <>
          <IconButton
            label={t('timeline.newVersion', { name: file.name })}
            icon={<Upload size={13} />}
            aria-busy={replace.isPending}
            onClick={() => picker.current?.click()}
          />
          <input
            ref={picker}
            type="file"
            hidden
            accept={field.accept?.join(',')}
            aria-label={t('timeline.newVersion', { name: file.name })}
            onChange={(event) => {
              const [chosen] = event.target.files ?? []
              event.target.value = ''
              if (chosen) replace.mutate(chosen)
            }}
          />
        </>
      )}
    </FileLine>
  )
}
