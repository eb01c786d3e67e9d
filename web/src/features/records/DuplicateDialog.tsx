import type { Conflict, Entity } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { DuplicateList } from './DuplicateList.tsx'

interface DuplicateDialogProps {
  entity: Entity
  refusal: Conflict
  /** What insisting does: "Create anyway". */
  insistText: string
  busy: boolean
  onInsist: () => void
  onClose: () => void
}

/** Says that the record is there already: whose it is, as far as one may know, and what can be done. */
export function DuplicateDialog({
  entity,
  refusal,
  insistText,
  busy,
  onInsist,
  onClose,
}: DuplicateDialogProps) {
  const { t } = useTranslation()
  const told = refusal.duplicates.some((one) => one.owner && !one.record)
  return (
    <Dialog
      title={t('duplicate.title', { name: entity.title })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('duplicate.back')}</Button>
          {refusal.mayInsist && (
            <Button look="danger" busy={busy} onClick={onInsist}>
              {insistText}
            </Button>
          )}
        </>
      }
    >
      <DuplicateList entity={entity} duplicates={refusal.duplicates} />
      {told && <p className="r-duplicates__told">{t('duplicate.told')}</p>}
    </Dialog>
  )
}
