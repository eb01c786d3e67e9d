import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { ReasonField } from '@/field-types/asking/ReasonField.tsx'
import { type Receiver, ReceiverPicker } from '@/field-types/asking/ReceiverPicker.tsx'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { fieldOf, relatedLabel } from '@/lib/definition.ts'
import { mayOne, rightToUndo } from '@/lib/undo.ts'
import { Duties } from './Duties.tsx'
import { dutiesOf } from './explanation.ts'
import type { ActionDialogProps } from './place.ts'
import { newestOf, saidOf, useAct } from './useAct.ts'
import { useExplanation } from './useExplanation.ts'

type Kind = 'user' | 'team'

/** Gives a record to somebody else, or asks for the approval that this needs. */
export default function HandDialog({
  place,
  action,
  onClose,
}: ActionDialogProps & { action: 'transfer' | 'assign' }) {
  const { t } = useTranslation()
  const { entity, record, name } = place
  const known = useDescription().data?.entities
  const [kind, setKind] = useState<Kind>('user')
  const [to, setTo] = useState<Receiver<Kind>>()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const teams = entity.team && fieldOf(entity, entity.team) && known?.some((one) => one.name === 'team')
  const kinds = (teams ? (['user', 'team'] as const) : (['user'] as const)).map((one) => ({
    kind: one,
    title: t(`actions.${one}`),
  }))
  const asks = dutiesOf(useExplanation(place, action).data).length > 0
  const act = useAct(
    place,
    async () => {
      const owner = to?.kind === 'team' ? { team: to.id } : { user: to?.id ?? '' }
      const asked = {
        action,
        entity: entity.name,
        id: record.id,
        to: owner,
        reason: reason.trim() || undefined,
      }
      const filed = await client.approvals.ask(asked)
      if (filed) return { text: t('actions.asked') }
      const back = mayOne(entity, rightToUndo(action) ?? '')
      const seq = back ? await newestOf(entity.name, record.id, action) : undefined
      const text = t(action === 'transfer' ? 'actions.transferred' : 'actions.assigned', { name: to?.label })
      return { text, undo: seq ? () => client.past.undo(entity.name, record.id, seq) : undefined }
    },
    onClose,
  )
  const owner = entity.owner ? relatedLabel(record[entity.owner]) : null
  const reasonProblem = saidOf(act.error, 'reason')
  const toProblem = missing && !to ? t('actions.chooseTo') : saidOf(act.error, 'to')
  return (
    <Dialog
      title={t(`actions.${action}Title`, { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" busy={act.isPending} onClick={() => (to ? act.mutate() : setMissing(true))}>
            {asks ? t('actions.ask') : t(`actions.${action}`)}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <Duties place={place} action={action} />
        {owner && <p>{t('actions.now', { name: owner })}</p>}
        <ReceiverPicker
          kinds={kinds}
          kind={kind}
          kindLabel={t('actions.toKind')}
          label={t('actions.to')}
          value={to}
          problem={toProblem}
          onKind={setKind}
          onChange={setTo}
        />
        <ReasonField value={reason} onChange={setReason} problem={reasonProblem} />
        {act.error && !reasonProblem && !toProblem && (
          <p className="x-problem" role="alert">
            {act.error.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
