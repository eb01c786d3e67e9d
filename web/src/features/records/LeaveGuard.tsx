import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useForm } from './form/useFormStore.ts'
import { LeaveDialog } from './LeaveDialog.tsx'

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
    <LeaveDialog
      text={t('record.leaveText')}
      onStay={blocker.reset}
      onDiscard={() => {
        store.discard()
        blocker.proceed()
      }}
    />
  )
}
