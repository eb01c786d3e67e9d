import type { Entity, Field, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '@/components/Mark.tsx'
import { client } from '@/lib/api/client.ts'
import { isRedacted, recordLabel, relatedId } from '@/lib/definition.ts'
import type { Column } from '../../useColumns.ts'
import { CardFields } from '../CardFields.tsx'

interface PictureProps {
  entity: Entity
  record: WireRecord
  cover: Field
  columns: Column[]
}

/** One record of a gallery; without a picture its initial stands there. */
export function Picture({ entity, record, cover, columns }: PictureProps) {
  const { t } = useTranslation()
  const [broken, setBroken] = useState<string>()
  const label = recordLabel(entity, record)
  const value = record[cover.name]
  const file = relatedId(Array.isArray(value) ? value[0] : value)
  const hidden = isRedacted(record, cover.name)
  return (
    <>
      <span className="vg-cover">
        {hidden ? (
          <EyeOff size={20} role="img" aria-label={t('field.masked')} />
        ) : file && broken !== file ? (
          <img
            src={client.attachments.thumbnailAddress(entity.name, record.id, cover.name, file, 512)}
            alt=""
            loading="lazy"
            decoding="async"
            draggable={false}
            onError={() => setBroken(file)}
          />
        ) : (
          <Mark name={label} size={44} />
        )}
      </span>
      <div className="vg-text">
        <Link
          className="vg-link truncate"
          to="/e/$entity/$id"
          params={{ entity: entity.name, id: record.id }}
        >
          {label}
        </Link>
        <CardFields entity={entity} record={record} columns={columns} without={[cover.name]} most={3} />
      </div>
    </>
  )
}
