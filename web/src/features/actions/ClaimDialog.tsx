import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { client } from '@/lib/api/client.ts'
import { Duties } from './Duties.tsx'
import type { ActionDialogProps } from './place.ts'
import { useAct } from './useAct.ts'

/** Takes a record out of its pool, and says within which limits. */
export default function ClaimDialog({ place, onClose }: ActionDialogProps) {
  const { t } = useTranslation()
  const { entity, record, name } = place
  const act = useAct(
    place,
    async () => {
      await client.claim(entity.name, record.id)
      return { text: t('actions.claimed', { name }) }
    },
    onClose,
  )
  return (
    <Dialog
      title={t('actions.claimTitle', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" busy={act.isPending} onClick={() => act.mutate()}>
            {t('actions.claim')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <Duties place={place} action="claim" />
        <p>{t('actions.claimText')}</p>
        <ul className="x-limits">
          {(entity.pools ?? []).map((pool) => (
            <li key={pool.name}>
              <strong>{pool.title}</strong>
              {pool.perDay > 0 && <span>{t('actions.perDay', { count: pool.perDay })}</span>}
              {pool.holds > 0 && <span>{t('actions.holds', { count: pool.holds })}</span>}
            </li>
          ))}
        </ul>
        {act.error && (
          <p className="x-problem" role="alert">
            {act.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
