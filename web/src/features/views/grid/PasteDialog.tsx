import { Undo2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import type { Pasting } from './useClipboard.ts'

const shown = 50

interface PasteDialogProps {
  pasting: Pasting
  onApply: () => void
  onClose: () => void
}

/** Says which cells a paste leaves out, and why. */
export default function PasteDialog({ pasting, onApply, onClose }: PasteDialogProps) {
  const { t } = useTranslation()
  const { problems, total, changes, done } = pasting
  const rest = problems.length - shown
  return (
    <Dialog
      title={t('cell.pasteTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        done === undefined ? (
          <>
            <Button onClick={onClose}>{t('action.cancel')}</Button>
            <Button look="primary" disabled={changes.length === 0} onClick={onApply}>
              {t('cell.paste')}
            </Button>
          </>
        ) : (
          <>
            {done.written > 0 && (
              <Button
                icon={<Undo2 size={14} />}
                onClick={() => {
                  onClose()
                  void done.undo()
                }}
              >
                {t('action.undo')}
              </Button>
            )}
            <Button look="primary" onClick={onClose}>
              {t('action.close')}
            </Button>
          </>
        )
      }
    >
      <p>
        {done === undefined ? (
          <>
            <strong>{t('cell.pasteProblems', { count: problems.length, total })}</strong>
            {changes.length > 0 && <> {t('cell.pasteText')}</>}
          </>
        ) : (
          <>
            <strong>{t('cell.refused', { count: problems.length, total })}</strong>
            {done.written > 0 && <> {t('cell.refusedText', { count: done.written })}</>}
          </>
        )}
      </p>
      <ul className="v-paste">
        {problems.slice(0, shown).map((problem) => (
          <li key={problem.at}>
            <span>{problem.at}</span> {problem.text}
          </li>
        ))}
        {rest > 0 && <li>{t('bulk.others', { count: rest })}</li>}
      </ul>
    </Dialog>
  )
}
