import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { NotificationRow } from './NotificationRow.tsx'
import { useMarkRead, useNotificationList } from './useNotifications.ts'
import { useSubjects } from './useSubjects.ts'
import './notifications.css'

interface NotificationListProps {
  limit: number
  unread?: boolean
  /** Goes on after the first page. */
  endless?: boolean
  empty: ReactNode
  onGo?: () => void
}

/** What the caller was told, the newest first. */
export function NotificationList({ limit, unread = false, endless, empty, onGo }: NotificationListProps) {
  const { t } = useTranslation()
  const list = useNotificationList(limit, unread)
  const mark = useMarkRead()
  const subjects = useSubjects(list.data?.pages.map(({ data }) => data) ?? [])
  if (list.isPending) {
    return (
      <div className="n-loading" aria-busy="true">
        <Skeleton width="80%" />
        <Skeleton width="55%" />
      </div>
    )
  }
  if (list.isError) {
    return (
      <p className="n-empty" role="alert">
        {t('failed.title')} <Button onClick={() => list.refetch()}>{t('action.retry')}</Button>
      </p>
    )
  }
  const all = list.data.pages.flatMap(({ data }) => data)
  if (all.length === 0) return typeof empty === 'string' ? <p className="n-empty">{empty}</p> : empty
  return (
    <>
      <ul>
        {all.map((one) => (
          <NotificationRow
            key={one.id}
            notification={one}
            subject={one.subject ? subjects.get(one.subject) : undefined}
            onMark={mark.one}
            onOpen={(opened) => {
              mark.open(opened)
              onGo?.()
            }}
          />
        ))}
      </ul>
      {endless && list.hasNextPage && (
        <div className="n-more">
          <Button busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t('notifications.more')}
          </Button>
        </div>
      )}
    </>
  )
}
