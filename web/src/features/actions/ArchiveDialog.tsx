import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { client } from '@/lib/api/client.ts'
import { mayOne } from '@/lib/undo.ts'
import { Duties } from './Duties.tsx'
import type { ActionDialogProps } from './place.ts'
import { useAct } from './useAct.ts'

/** Archives a record, once it is known what hangs on it. */
export default function ArchiveDialog({ place, onClose }: ActionDialogProps) {
  const { t } = useTranslation()
  const { entity, record, name } = place
  const hanging = useQuery({
    queryKey: ['record', entity.name, record.id, 'dependants'],
    queryFn: ({ signal }) => client.dependants(entity.name, record.id, signal),
    retry: false,
  })
  const act = useAct(
    place,
    async () => {
      const filed = await client.approvals.ask({ action: 'archive', entity: entity.name, id: record.id })
      if (filed) return { text: t('actions.asked') }
      const undo = mayOne(entity, 'restore') ? () => client.restore(entity.name, record.id) : undefined
      return { text: t('archive.done', { name }), undo }
    },
    onClose,
  )
  const { blocked = false, dependants = [], hidden = 0 } = hanging.data ?? {}
  return (
    <Dialog
      title={t('archive.title', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" busy={act.isPending} disabled={blocked} onClick={() => act.mutate()}>
            {t('action.archive')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <Duties place={place} action="archive" />
        <p>{t(blocked ? 'actions.archiveBlocked' : 'archive.text')}</p>
        {(dependants.length > 0 || hidden > 0) && (
          <div>
            <p>{t('actions.dependants')}</p>
            <ul className="x-moves">
              {dependants.map((one) => (
                <li key={`${one.entity}.${one.field}`}>
                  {t('actions.hangs', { title: one.title, count: one.count })}
                </li>
              ))}
              {hidden > 0 && <li>{t('actions.hangsHidden', { count: hidden })}</li>}
            </ul>
          </div>
        )}
        {act.error && (
          <p className="x-problem" role="alert">
            {act.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
