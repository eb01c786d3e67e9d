import type { BulkRequest, Entity } from '@mortise/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { ReasonField } from '@/field-types/asking/ReasonField.tsx'
import { BulkEdits } from './BulkEdits.tsx'
import { BulkReceiver } from './BulkReceiver.tsx'
import { type BulkAction, type BulkForm, bulkRequestOf, type Meant } from './bulk-request.ts'
import { DryRun, useDryRun } from './DryRun.tsx'
import './bulk.css'

interface BulkDialogProps {
  entity: Entity
  action: BulkAction
  meant: Meant
  count: number
  busy: boolean
  onDo: (request: BulkRequest) => void
  onClose: () => void
}

const begun: BulkForm = { edits: [{ field: '', value: null }], level: 'read', until: null, reason: '' }

/** Asks what a bulk action needs, and says beforehand what will be done and what of it would be refused. */
export default function BulkDialog({ entity, action, meant, count, busy, onDo, onClose }: BulkDialogProps) {
  const { t } = useTranslation()
  const [form, setForm] = useState(begun)
  const set = (part: Partial<BulkForm>) => setForm((now) => ({ ...now, ...part }))
  const request = bulkRequestOf(entity, action, meant, form)
  const preview = useDryRun(entity, request)
  const { data } = preview
  const nothing = !data || data.records === 0 || (data.tried > 0 && data.refused === data.records)
  const handed = action === 'transfer' || action === 'assign' || action === 'share'
  return (
    <Dialog
      title={t('bulk.ask', { action: t(`bulk.${action}`), count })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={520}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look={action === 'archive' ? 'danger' : 'primary'}
            disabled={nothing || preview.isFetching}
            busy={busy}
            onClick={() => request && onDo(request)}
          >
            {t(`bulk.${action}`)}
          </Button>
        </>
      }
    >
      <div className="x-form">
        {action === 'archive' && <p>{t('archive.text')}</p>}
        {action === 'update' && (
          <BulkEdits entity={entity} edits={form.edits} onChange={(edits) => set({ edits })} />
        )}
        {handed && <BulkReceiver entity={entity} share={action === 'share'} onChange={set} />}
        {(handed || action === 'release') && (
          <ReasonField value={form.reason} onChange={(reason) => set({ reason })} />
        )}
        <DryRun entity={entity} action={action} archived={meant.archived} preview={preview} />
      </div>
    </Dialog>
  )
}
