import type { Entity, Field } from '@mortise/sdk'
import { Plus, X } from 'lucide-react'
import { Suspense, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { typeOf } from '@/field-types/registry.ts'
import { Select } from '@/lib/ant/Select.ts'
import { fieldOf } from '@/lib/definition.ts'
import { type BulkForm, bulkFields } from './bulk-request.ts'

type Edits = BulkForm['edits']

interface BulkEditsProps {
  entity: Entity
  edits: Edits
  onChange: (edits: Edits) => void
}

/** Which fields many records are given, and what value of each; nothing empties a field. */
export function BulkEdits({ entity, edits, onChange }: BulkEditsProps) {
  const { t } = useTranslation()
  const fields = bulkFields(entity)
  const set = (at: number, edit: Edits[number]) => onChange(edits.with(at, edit))
  return (
    <div className="v-edits">
      {edits.map((edit, at) => (
        <Edit
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other name until its field is chosen
          key={`${at} ${edit.field}`}
          choices={fields.filter(
            ({ name }) => name === edit.field || edits.every(({ field }) => field !== name),
          )}
          field={fieldOf(entity, edit.field)}
          value={edit.value}
          onField={(field) => set(at, { field, value: null })}
          onValue={(value) => set(at, { ...edit, value })}
          onRemove={edits.length > 1 ? () => onChange(edits.toSpliced(at, 1)) : undefined}
        />
      ))}
      <Button
        look="ghost"
        icon={<Plus size={14} />}
        disabled={edits.some(({ field }) => field === '') || edits.length >= fields.length}
        onClick={() => onChange([...edits, { field: '', value: null }])}
      >
        {t('bulk.addField')}
      </Button>
    </div>
  )
}

interface EditProps {
  choices: Field[]
  field: Field | undefined
  value: unknown
  onField: (name: string) => void
  onValue: (value: unknown) => void
  onRemove?: () => void
}

function Edit({ choices, field, value, onField, onValue, onRemove }: EditProps) {
  const { t } = useTranslation()
  const id = useId()
  const Input = field && typeOf(field).Input
  return (
    <div className="v-edit" role="group" aria-label={field?.title ?? t('bulk.field')}>
      <div className="x-field">
        <label htmlFor={`${id}-field`}>{t('bulk.field')}</label>
        <Select
          id={`${id}-field`}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('bulk.chooseField')}
          value={field?.name}
          options={choices.map((one) => ({ value: one.name, label: one.title }))}
          onChange={onField}
        />
      </div>
      {field && Input && (
        <div className="x-field">
          <label htmlFor={`${id}-value`}>{t('bulk.value')}</label>
          <Suspense>
            <Input id={`${id}-value`} field={field} value={value} onChange={onValue} invalid={false} />
          </Suspense>
        </div>
      )}
      {onRemove && (
        <IconButton
          label={t('bulk.removeField', { name: field?.title ?? '' })}
          icon={<X size={15} />}
          onClick={onRemove}
        />
      )}
    </div>
  )
}
