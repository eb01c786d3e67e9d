import type { BulkRequest, Entity, Field } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { typeOf } from '@/field-types/registry.ts'
import { RecordSelect } from '@/field-types/relation/RecordSelect.tsx'
import { Select } from '@/lib/ant/Select.ts'
import { client } from '@/lib/api/client.ts'
import { fieldOf, relatedId, wireValue } from '@/lib/definition.ts'
import { type BulkAction, bulkFields, type Meant, whichOf, whyRefused } from './bulk-request.ts'

interface BulkDialogProps {
  entity: Entity
  action: BulkAction
  meant: Meant
  count: number
  onDo: (request: BulkRequest) => void
  onClose: () => void
}

/** Asks what a bulk action needs, and says beforehand what of it would be refused. */
export default function BulkDialog({ entity, action, meant, count, onDo, onClose }: BulkDialogProps) {
  const { t } = useTranslation()
  const id = useId()
  const [name, setName] = useState('')
  const [value, setValue] = useState<unknown>(null)
  const [to, setTo] = useState<{ id: string; label: string } | null>(null)
  const field = fieldOf(entity, name)
  const handed = action === 'transfer' || action === 'assign'
  const request: BulkRequest = { action, ...whichOf(meant) }
  if (action === 'update' && field) {
    const wire = typeOf(field).wire ?? wireValue
    request.fields = { [field.name]: wire(value) }
  }
  if (handed && to) request.to = { user: to.id }
  const complete = (action !== 'update' || field !== undefined) && (!handed || to !== null)

  const preview = useQuery({
    queryKey: ['bulk', entity.name, request],
    queryFn: ({ signal }) => client.previewBulk(entity.name, request, signal),
    enabled: complete,
    gcTime: 0,
    retry: false,
  })
  const found = preview.data
  const nobody: Field = { name: 'to', type: 'relation', title: t('bulk.to'), entity: 'user' }
  const title = t('bulk.ask', { action: t(`bulk.${action}`), count })
  return (
    <Dialog
      title={title}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look={action === 'archive' ? 'danger' : 'primary'}
            disabled={!complete || !found || (found.tried > 0 && found.refused === found.records)}
            onClick={() => onDo(request)}
          >
            {t(`bulk.${action}`)}
          </Button>
        </>
      }
    >
      <div className="v-bulk__form">
        {action === 'archive' && <p>{t('archive.text')}</p>}
        {action === 'update' && (
          <>
            <label htmlFor={`${id}-field`}>{t('bulk.field')}</label>
            <Select
              id={`${id}-field`}
              showSearch={{ optionFilterProp: 'label' }}
              getPopupContainer={(element) => element.closest('dialog') ?? document.body}
              value={name || undefined}
              options={bulkFields(entity).map((one) => ({ value: one.name, label: one.title }))}
              onChange={(next: string) => {
                setName(next)
                setValue(null)
              }}
            />
            {field && (
              <ValueInput key={name} id={`${id}-value`} field={field} value={value} onChange={setValue} />
            )}
          </>
        )}
        {handed && (
          <>
            <label htmlFor={`${id}-to`}>{t('bulk.to')}</label>
            <RecordSelect
              id={`${id}-to`}
              field={nobody}
              value={to}
              invalid={false}
              onChange={(chosen) => {
                const user = relatedId(chosen)
                setTo(chosen && user ? { id: user, label: chosen.label ?? '' } : null)
              }}
            />
          </>
        )}
        <p role="status">
          {preview.isFetching && t('bulk.checking')}
          {preview.error?.message}
          {found?.records === 0 && t('bulk.none')}
          {found &&
            found.refused > 0 &&
            t(found.tried < found.records ? 'bulk.refusedSome' : 'bulk.refused', {
              tried: found.tried,
              refused: found.refused,
              why: whyRefused(found),
            })}
        </p>
      </div>
    </Dialog>
  )
}

interface ValueInputProps {
  id: string
  field: Field
  value: unknown
  onChange: (value: unknown) => void
}

function ValueInput({ id, field, value, onChange }: ValueInputProps) {
  const { t } = useTranslation()
  const { Input } = typeOf(field)
  return (
    <>
      <label htmlFor={id}>{t('bulk.value')}</label>
      <Suspense>
        <Input id={id} field={field} value={value} onChange={onChange} invalid={false} />
      </Suspense>
    </>
  )
}
