import type { Share, ShareLevel } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { ReasonField } from '@/field-types/asking/ReasonField.tsx'
import { type Receiver, ReceiverPicker } from '@/field-types/asking/ReceiverPicker.tsx'
import { ShareTerms } from '@/field-types/asking/ShareTerms.tsx'
import { lastMoment, type ShareKind, shareKinds, shareTo } from '@/field-types/asking/sharing.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { Duties } from './Duties.tsx'
import type { ActionDialogProps } from './place.ts'
import { ShareLine } from './ShareLine.tsx'
import { saidOf } from './useAct.ts'

/** With whom a record is shared, how far and how long; and to share it further. */
export default function ShareDialog({ place, onClose }: ActionDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { entity, record, name } = place
  const known = useDescription().data?.entities ?? []
  const kinds = shareKinds(known).map((kind) => ({ kind, title: t(`share.kind_${kind}`) }))
  const [kind, setKind] = useState<ShareKind>('user')
  const [to, setTo] = useState<Receiver<ShareKind>>()
  const [level, setLevel] = useState<ShareLevel>('read')
  const [until, setUntil] = useState<Dayjs | null>(null)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const key = ['record', entity.name, record.id, 'shares']
  const shares = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.shares.list(entity.name, record.id, signal),
  })
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: key })
    await queries.invalidateQueries({ queryKey: ['record', entity.name, record.id, 'timeline'] })
  }
  const say = (text: string, undo?: () => Promise<unknown>) =>
    showToast({
      tone: 'plain',
      text,
      action: undo && { label: t('action.undo'), perform: () => void undo().then(refresh, refresh) },
    })
  const add = useMutation({
    mutationFn: async () => {
      if (!to) return
      const end = lastMoment(until)
      const asked = {
        action: 'share' as const,
        entity: entity.name,
        id: record.id,
        to: shareTo(to.kind, to.id),
      }
      const filed = await client.approvals.ask({
        ...asked,
        level,
        until: end,
        reason: reason.trim() || undefined,
      })
      const made = filed
        ? undefined
        : (await client.shares.list(entity.name, record.id)).find((one) => one.to.id === to.id)
      if (filed) say(t('actions.asked'))
      else
        say(
          t('share.added', { name: to.label }),
          made && (() => client.shares.remove(entity.name, record.id, made.id)),
        )
    },
    onSuccess: async () => {
      setTo(undefined)
      setReason('')
      setMissing(false)
      await refresh()
    },
  })
  const change = async (share: Share, next: ShareLevel) => {
    const again = (as: string) =>
      client.shares.add(entity.name, record.id, {
        to: shareTo(share.to.kind, share.to.id),
        level: as as ShareLevel,
        until: share.until,
        cause: share.cause,
      })
    await again(next)
    say(t('share.changed', { name: share.to.name || t('share.somebody') }), () => again(share.level))
  }
  const end = async (share: Share) => {
    await client.shares.remove(entity.name, record.id, share.id)
    const { to: whom, level: as, until: till, cause } = share
    say(t('share.removed', { name: whom.name || t('share.somebody') }), () =>
      client.shares.add(entity.name, record.id, {
        to: shareTo(whom.kind, whom.id),
        level: as as ShareLevel,
        until: till,
        cause,
      }),
    )
  }
  const edit = useMutation({
    mutationFn: ({ share, next }: { share: Share; next?: ShareLevel }) =>
      next ? change(share, next) : end(share),
    onSettled: refresh,
  })
  const problem = add.error ?? edit.error
  const reasonProblem = saidOf(add.error, 'reason')
  return (
    <Dialog
      title={t('share.title', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={520}
      footer={
        <>
          <Button onClick={onClose}>{t('action.close')}</Button>
          <Button look="primary" busy={add.isPending} onClick={() => (to ? add.mutate() : setMissing(true))}>
            {t('share.add')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <Duties place={place} action="share" />
        <ReceiverPicker
          kinds={kinds}
          kind={kind}
          kindLabel={t('share.kind')}
          label={t('share.to')}
          value={to}
          problem={missing && !to ? t('share.choose') : saidOf(add.error, 'to')}
          onKind={setKind}
          onChange={setTo}
        />
        <ShareTerms level={level} until={until} onLevel={setLevel} onUntil={setUntil} />
        <ReasonField value={reason} onChange={setReason} problem={reasonProblem} />
        {problem && !reasonProblem && (
          <p className="x-problem" role="alert">
            {problem.message}
          </p>
        )}
        <section aria-label={t('share.with')}>
          <h3 className="x-title">{t('share.with')}</h3>
          {shares.isPending && <Skeleton width="100%" height={32} />}
          {shares.data?.length === 0 && <p>{t('share.none')}</p>}
          <ul>
            {shares.data?.map((share) => (
              <ShareLine
                key={share.id}
                share={share}
                busy={edit.isPending}
                onLevel={(next) => edit.mutate({ share, next })}
                onEnd={() => edit.mutate({ share })}
              />
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  )
}
