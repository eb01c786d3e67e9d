import { Link } from '@tanstack/react-router'
import { Bell as BellSign, CheckCheck } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Popover } from '@/components/Popover.tsx'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useMarkRead, useUnread } from './useNotifications.ts'

const NotificationList = lazy(() =>
  import('./NotificationList.tsx').then((module) => ({ default: module.NotificationList })),
)

/** How many notifications wait, in the sidebar; opens the latest. */
export function Bell({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const unread = useUnread()
  const mark = useMarkRead()
  return (
    <Popover
      label={t('notifications.title')}
      width={360}
      trigger={(props) => (
        <button type="button" className="a-nav__item" {...props}>
          <BellSign size={16} aria-hidden="true" />
          <span className="truncate">{t('notifications.title')}</span>
          <span className="sr-only" role="status">
            {unread > 0 ? t('notifications.unread', { count: unread }) : ''}
          </span>
          {unread > 0 && (
            <span className="a-nav__badge" aria-hidden="true">
              {unread > 99 ? '99+' : formatNumber(unread, language)}
            </span>
          )}
        </button>
      )}
    >
      {(close) => {
        const leave = () => {
          close()
          onNavigate?.()
        }
        return (
          <div className="n-pop">
            <header className="n-pop__head">
              <h2>{t('notifications.title')}</h2>
              {unread > 0 && (
                <Button
                  look="ghost"
                  icon={<CheckCheck size={14} aria-hidden="true" />}
                  busy={mark.all.isPending}
                  onClick={() => mark.all.mutate()}
                >
                  {t('notifications.allRead')}
                </Button>
              )}
            </header>
            <Suspense>
              <NotificationList limit={12} empty={t('notifications.none')} onGo={leave} />
            </Suspense>
            <Link className="n-pop__all" to="/notifications" onClick={leave}>
              {t('notifications.all')}
            </Link>
          </div>
        )
      }}
    </Popover>
  )
}
