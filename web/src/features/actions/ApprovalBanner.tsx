import type { WireRecord } from '@mortise/sdk'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Stamp } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { decisionsOf } from './approving.ts'
import type { ActionPlace } from './place.ts'
import './actions.css'

const RejectDialog = lazy(() => import('./RejectDialog.tsx'))

/** The requests about a record that nobody has decided yet, as far as the caller may know of them. */
export function ApprovalBanner({ place }: { place: ActionPlace }) {
  const { entity, record } = place
  const known = useDescription().data?.entities.some((one) => one.name === 'approval')
  const pending = useQuery({
    queryKey: ['record', entity.name, record.id, 'approvals'],
    enabled: known === true,
    retry: false,
    queryFn: async ({ signal }) => {
      const filter = `entity == '${entity.name}' && subject == '${record.id}' && state == 'pending'`
      return (await client.list('approval', { filter, limit: 5 }, signal)).data
    },
  })
  return pending.data?.map((request) => <Pending key={request.id} place={place} request={request} />)
}

function Pending({ place, request }: { place: ActionPlace; request: WireRecord }) {
  const { t } = useTranslation()
  const me = useMe().data
  const [rejecting, setRejecting] = useState(false)
  const about = useQuery({
    queryKey: ['record', 'approval', request.id, 'summary'],
    retry: false,
    queryFn: ({ signal }) => client.approvals.summary(request.id, signal),
  })
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'withdraw') => client.approvals[decision](request.id),
    onSuccess: (_, decision) =>
      showToast({
        tone: 'plain',
        text: t(decision === 'approve' ? 'approval.approved' : 'approval.withdrawn'),
      }),
    onError: (error) => showToast({ tone: 'error', text: error.message }),
    onSettled: place.refresh,
  })
  const may = decisionsOf(request, me ?? undefined)
  const { data } = about
  const to = data?.to?.user?.name ?? data?.to?.team?.name ?? data?.share?.to.name ?? t('approval.somebody')
  const words = {
    by: data?.requester.name ?? t('approval.somebody'),
    to,
    action: t(`actions.${request.action}`),
  }
  const named = data?.to || data?.share
  return (
    <section className="x-approval" aria-label={t('approval.waits')}>
      <Stamp size={16} aria-hidden="true" />
      <div className="x-approval__text">
        <strong>{t(named ? `approval.wants_${request.action}` : 'approval.wants', words)}</strong>
        {data?.reason && <span>{t('approval.reason', { reason: data.reason })}</span>}
        {data?.withheld && <span>{t('approval.withheld')}</span>}
        {!may.decide && <span>{t('approval.waits')}</span>}
      </div>
      {may.withdraw && (
        <Button busy={decide.isPending} onClick={() => decide.mutate('withdraw')}>
          {t('approval.withdraw')}
        </Button>
      )}
      {may.decide && (
        <>
          <Button onClick={() => setRejecting(true)}>{t('approval.reject')}</Button>
          <Button look="primary" busy={decide.isPending} onClick={() => decide.mutate('approve')}>
            {t('approval.approve')}
          </Button>
        </>
      )}
      {rejecting && (
        <Suspense>
          <RejectDialog request={request.id} onDone={place.refresh} onClose={() => setRejecting(false)} />
        </Suspense>
      )}
    </section>
  )
}
