import type { Job } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { client } from '@/lib/api/client.ts'
import { noteJob } from '@/lib/jobs.ts'

/** Asks before an import is taken back. */
export function UndoDialog({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t } = useTranslation()
  const undo = useMutation({
    mutationFn: () => client.jobs.undo(job.id),
    onSuccess: (begun) => {
      noteJob(begun)
      onClose()
    },
  })
  const { created = 0, updated = 0 } = job.counts
  return (
    <Dialog
      title={t('import.undo.title')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" busy={undo.isPending} onClick={() => undo.mutate()}>
            {t('import.undo.action')}
          </Button>
        </>
      }
    >
      <p>{t('import.undo.text', { created, updated })}</p>
      <div role="alert">{undo.error && <p className="i-problem">{undo.error.message}</p>}</div>
    </Dialog>
  )
}
