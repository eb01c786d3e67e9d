import type { WireRecord } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { Stamp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { ApprovalRow } from './ApprovalRow.tsx'
import { Card, CardEmpty, CardFailed, CardLoading } from './Card.tsx'

const most = 20

/** Requests that wait: for the caller, and his own. */
export function ApprovalsCard() {
  const { t } = useTranslation()
  const me = useMe().data
  const query = useQuery({
    queryKey: ['records', 'approval', 'home'],
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => {
      const fields = ['requester', 'role', 'created_at']
      const sort = ['-created_at']
      return (
        await client.list('approval', { filter: "state == 'pending'", fields, sort, limit: most }, signal)
      ).data
    },
  })
  const own = (one: WireRecord) => one.requester === me?.user.id
  const mine = (query.data ?? []).filter(own)
  const waiting = (query.data ?? []).filter((one) => !own(one) && me?.roles.includes(String(one.role)))
  return (
    <Card title={t('home.approvals')} icon={<Stamp size={15} aria-hidden="true" />}>
      {query.isPending && <CardLoading lines={2} />}
      {query.isError && (
        <CardFailed text={t('failed.title')} retry={t('action.retry')} onRetry={() => query.refetch()} />
      )}
      {query.isSuccess && waiting.length + mine.length === 0 && (
        <CardEmpty>{t('home.approvalsNone')}</CardEmpty>
      )}
      <Group title={t('home.approvalsWaiting')} list={waiting} mine={false} />
      <Group title={t('home.approvalsMine')} list={mine} mine />
    </Card>
  )
}

function Group({ title, list, mine }: { title: string; list: WireRecord[]; mine: boolean }) {
  if (list.length === 0) return null
  return (
    <div className="h-group">
      <h3 className="h-group__title">
        {title} <span>{list.length}</span>
      </h3>
      <ul>
        {list.map((one) => (
          <ApprovalRow key={one.id} id={one.id} at={String(one.created_at ?? '')} mine={mine} />
        ))}
      </ul>
    </div>
  )
}
