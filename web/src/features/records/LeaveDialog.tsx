import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'

interface LeaveDialogProps {
  /** What is lost, in a sentence. */
  text: string
  onStay: () => void
  onDiscard: () => void
}

/** Asks whether what is not saved may be lost. */
export function LeaveDialog({ text, onStay, onDiscard }: LeaveDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog
      title={t('record.leaveTitle')}
      closeLabel={t('action.close')}
      onClose={onStay}
      footer={
        <>
          <Button onClick={onStay}>{t('record.stay')}</Button>
          <Button look="danger" onClick={onDiscard}>
            {t('action.discard')}
          </Button>
        </>
      }
    >
      {text}
    </Dialog>
  )
}
