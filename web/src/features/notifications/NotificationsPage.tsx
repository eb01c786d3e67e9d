import { Bell, CheckCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { NotificationList } from './NotificationList.tsx'
import { useMarkRead, useUnread } from './useNotifications.ts'

/** Everything that the caller was told. */
export function NotificationsPage() {
  const { t } = useTranslation()
  const [unreadOnly, setUnreadOnly] = useState(false)
  const unread = useUnread()
  const mark = useMarkRead()
  return (
    <main className="a-page" aria-label={t('notifications.title')}>
      <PageHeader
        actions={
          unread > 0 && (
            <Button
              icon={<CheckCheck size={14} aria-hidden="true" />}
              busy={mark.all.isPending}
              onClick={() => mark.all.mutate()}
            >
              {t('notifications.allRead')}
            </Button>
          )
        }
      >
        <Bell size={16} aria-hidden="true" />
        <h1>{t('notifications.title')}</h1>
      </PageHeader>
      <div className="n-tabs">
        {[false, true].map((only) => (
          <button
            key={String(only)}
            type="button"
            className="n-tab"
            aria-pressed={unreadOnly === only}
            onClick={() => setUnreadOnly(only)}
          >
            {t(only ? 'notifications.unreadTab' : 'notifications.allTab')}
          </button>
        ))}
      </div>
      <div className="n-page">
        <NotificationList
          limit={30}
          endless
          unread={unreadOnly}
          empty={
            <Notice
              icon={<Bell size={20} aria-hidden="true" />}
              title={t(unreadOnly ? 'notifications.noneUnread' : 'notifications.none')}
            />
          }
        />
      </div>
    </main>
  )
}
