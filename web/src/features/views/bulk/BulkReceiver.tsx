import type { Entity } from '@mortise/sdk'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Receiver, ReceiverPicker } from '@/field-types/asking/ReceiverPicker.tsx'
import { ShareTerms } from '@/field-types/asking/ShareTerms.tsx'
import { lastMoment, type ShareKind, shareKinds, shareTo } from '@/field-types/asking/sharing.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { fieldOf } from '@/lib/definition.ts'
import type { BulkForm } from './bulk-request.ts'

interface BulkReceiverProps {
  entity: Entity
  /** Whether records are shared; given to an owner else. */
  share: boolean
  onChange: (part: Partial<BulkForm>) => void
}

/** Who gets many records: a person or a team to own them, or whoever they can be shared with. */
export function BulkReceiver({ entity, share, onChange }: BulkReceiverProps) {
  const { t } = useTranslation()
  const known = useDescription().data?.entities ?? []
  const [kind, setKind] = useState<ShareKind>('user')
  const [to, setTo] = useState<Receiver<ShareKind>>()
  const [level, setLevel] = useState<BulkForm['level']>('read')
  const [until, setUntil] = useState<Dayjs | null>(null)
  const teams = entity.team && fieldOf(entity, entity.team)
  const kinds = shareKinds(known).filter((one) => share || one === 'user' || (one === 'team' && teams))
  return (
    <>
      <ReceiverPicker
        kinds={kinds.map((one) => ({ kind: one, title: t(`share.kind_${one}`) }))}
        kind={kind}
        kindLabel={t(share ? 'share.kind' : 'actions.toKind')}
        label={t(share ? 'share.to' : 'actions.to')}
        value={to}
        onKind={setKind}
        onChange={(next) => {
          setTo(next)
          onChange({ to: next && shareTo(next.kind, next.id) })
        }}
      />
      {share && (
        <ShareTerms
          level={level}
          until={until}
          onLevel={(next) => {
            setLevel(next)
            onChange({ level: next })
          }}
          onUntil={(next) => {
            setUntil(next)
            onChange({ until: lastMoment(next) })
          }}
        />
      )}
    </>
  )
}
