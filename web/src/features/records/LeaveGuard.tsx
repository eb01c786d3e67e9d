import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { useForm } from './form/useFormStore.ts'

interface LeaveGuardProps {
  dirty: boolean
  /** Whether what is not saved outlasts the page, so that the window may be closed. */
  kept: () => boolean
}

/** Asks before unsaved changes are lost. */
export function LeaveGuard({ dirty, kept }: LeaveGuardProps) {
  const { t } = useTranslation()
  const store = useForm()
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty && !kept(),
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
          <Button
            look="danger"
            onClick={() => {
              store.discard()
              blocker.proceed()
            }}
          >
            {t('action.discard')}
          </Button>
        </>
      }
    >
      {t('record.leaveText')}
    </Dialog>
  )
}
