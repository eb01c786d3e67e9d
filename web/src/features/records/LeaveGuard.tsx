import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'

/** Asks before unsaved changes are lost. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog
      title={t('record.leaveTitle')}
      closeLabel={t('action.close')}
      onClose={blocker.reset}
      footer={
        <>
          <Button onClick={blocker.reset}>{t('record.stay')}</Button>
          <Button look="danger" onClick={blocker.proceed}>
            {t('action.discard')}
          </Button>
        </>
      }
    >
      {t('record.leaveText')}
    </Dialog>
  )
}
