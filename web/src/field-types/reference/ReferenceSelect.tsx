import type { Field } from '@mortise/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Select } from '@/lib/ant/Select.ts'
import { findEntity, useDescription } from '@/lib/api/get-description.ts'
import { RecordSelect } from '../relation/RecordSelect.tsx'
import { parseReference, relationTo } from './reference.ts'

interface ReferenceSelectProps {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  id?: string
  label: string
  invalid?: boolean
  describedBy?: string
  autoFocus?: boolean
}

/** Chooses an entity, then a record of it. */
export function ReferenceSelect(props: ReferenceSelectProps) {
  const { field, value, onChange, id, label, invalid, describedBy, autoFocus } = props
  const { t } = useTranslation()
  const description = useDescription().data
  const named = parseReference(value)
  const readable = (name: string) => findEntity(description, name)?.actions.includes('read')
  const entities = (field.entities ?? []).filter((name) => name === named?.entity || readable(name))
  const [chosen, setChosen] = useState<string>()
  const entity = named?.entity ?? chosen ?? entities[0]
  return (
    <div className="f-reference">
      <Select
        aria-label={t('reference.entity', { name: label })}
        value={entity}
        options={entities.map((name) => ({
          value: name,
          label: findEntity(description, name)?.title ?? name,
        }))}
        popupMatchSelectWidth={false}
        onChange={(name: string) => {
          setChosen(name)
          if (named && named.entity !== name) onChange(null)
        }}
      />
      {entity && (
        <RecordSelect
          key={entity}
          id={id}
          label={label}
          field={relationTo(field, entity)}
          value={named?.id}
          onChange={(record) => onChange(record ? `${entity}/${record.id}` : null)}
          invalid={invalid}
          describedBy={describedBy}
          autoFocus={autoFocus}
        />
      )}
    </div>
  )
}
