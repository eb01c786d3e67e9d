import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { ReasonField } from '@/field-types/asking/ReasonField.tsx'
import { client } from '@/lib/api/client.ts'
import { Duties } from './Duties.tsx'
import type { ActionDialogProps } from './place.ts'
import { saidOf, useAct } from './useAct.ts'

/** Gives a record back to its pool; some pools ask why. */
export default function ReleaseDialog({ place, onClose }: ActionDialogProps) {
  const { t } = useTranslation()
  const { entity, record, name } = place
  const [reason, setReason] = useState('')
  const pools = entity.pools ?? []
  const [pool] = pools
  const act = useAct(
    place,
    async () => {
      await client.release(entity.name, record.id, reason.trim() || undefined)
      return { text: t('actions.released', { name }) }
    },
    onClose,
  )
  const problem = saidOf(act.error, 'reason')
  return (
    <Dialog
      title={t('actions.releaseTitle', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" busy={act.isPending} onClick={() => act.mutate()}>
            {t('actions.release')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <Duties place={place} action="release" />
        <p>
          {t('actions.releaseText', { pool: pools.length === 1 && pool ? pool.title : t('actions.pool') })}
        </p>
        <ReasonField
          value={reason}
          onChange={setReason}
          problem={problem}
          required={pools.some((one) => one.reason)}
        />
        {act.error && !problem && (
          <p className="x-problem" role="alert">
            {act.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
