import type { Entity, WireRecord } from '@mortise/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Mark } from '@/components/Mark.tsx'
import { Value } from '@/field-types/Value.tsx'
import { fieldOf, isEmptyValue, isRedacted } from '@/lib/definition.ts'
import { formatAgo } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface RecordHeadProps {
  entity: Entity
  record: WireRecord
  name: string
  /** What is begun most from here. */
  actions?: ReactNode
}

/** Avatar, name, number, owner, last change. */
export function RecordHead({ entity, record, name, actions }: RecordHeadProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const number = entity.fields.find((field) => field.type === 'autonumber')
  const owner = entity.owner ? fieldOf(entity, entity.owner) : undefined
  const shown = [number, owner].filter((field) => field !== undefined)
  const updated = typeof record.updated_at === 'string' ? record.updated_at : undefined
  return (
    <div className="r-head">
      <Mark name={name} size={36} />
      <div className="r-head__text">
        <h1>{name}</h1>
        <ul className="r-head__facts">
          {shown
            .filter((field) => !isEmptyValue(record[field.name]))
            .map((field) => (
              <li key={field.name}>
                <Value
                  field={field}
                  value={record[field.name]}
                  redacted={isRedacted(record, field.name)}
                  place="list"
                />
              </li>
            ))}
          {updated && <li>{t('record.updated', { ago: formatAgo(updated, language) })}</li>}
        </ul>
      </div>
      {actions}
    </div>
  )
}
