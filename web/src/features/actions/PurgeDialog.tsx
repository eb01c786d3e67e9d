import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { showToast } from '@/components/toast.ts'
import { ReasonField } from '@/field-types/asking/ReasonField.tsx'
import { client } from '@/lib/api/client.ts'
import { Duties } from './Duties.tsx'
import type { ActionDialogProps } from './place.ts'

/** Deletes a record for good, once its name was typed. */
export default function PurgeDialog({ place, onClose }: ActionDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const id = useId()
  const { entity, record, name } = place
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const purge = useMutation({
    mutationFn: () => client.purge(entity.name, record.id, { reason: reason.trim() || undefined }),
    onSuccess: async () => {
      onClose()
      void queries.invalidateQueries({ queryKey: ['records', entity.name] })
      showToast({ tone: 'plain', text: t('actions.purged', { name }) })
      await navigate({ to: '/e/$entity', params: { entity: entity.name } })
    },
  })
  return (
    <Dialog
      title={t('actions.purgeTitle', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="danger"
            busy={purge.isPending}
            disabled={typed.trim() !== name.trim()}
            onClick={() => purge.mutate()}
          >
            {t('actions.purge')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <Duties place={place} action="purge" />
        <p>{t('actions.purgeText')}</p>
        <div className="x-field">
          <label htmlFor={id}>{t('actions.purgeType', { name })}</label>
          <input
            data-first
            id={id}
            className="x-line"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <ReasonField value={reason} onChange={setReason} />
        {purge.error && (
          <p className="x-problem" role="alert">
            {purge.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
