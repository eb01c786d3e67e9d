import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { showToast } from '@/components/toast.ts'
import { ReasonField } from '@/field-types/asking/ReasonField.tsx'
import { client } from '@/lib/api/client.ts'

interface RejectDialogProps {
  request: string
  onDone: () => Promise<void>
  onClose: () => void
}

/** Refuses a request, and tells who asked why. */
export default function RejectDialog({ request, onDone, onClose }: RejectDialogProps) {
  const { t } = useTranslation()
  const [comment, setComment] = useState('')
  const reject = useMutation({
    mutationFn: () => client.approvals.reject(request, comment.trim() || undefined),
    onSuccess: async () => {
      onClose()
      showToast({ tone: 'plain', text: t('approval.rejected') })
      await onDone()
    },
  })
  return (
    <Dialog
      title={t('approval.rejectTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="danger" busy={reject.isPending} onClick={() => reject.mutate()}>
            {t('approval.reject')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <ReasonField label={t('approval.comment')} value={comment} onChange={setComment} />
        {reject.error && (
          <p className="x-problem" role="alert">
            {reject.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
