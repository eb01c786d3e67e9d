import { Link } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { NotificationList } from './NotificationList.tsx'

/** What the caller has not read, on the start page. */
export function NotificationsCard() {
  const { t } = useTranslation()
  return (
    <section className="h-card" aria-label={t('home.notifications')}>
      <header className="h-card__head">
        <Bell size={15} aria-hidden="true" />
        <h2>{t('home.notifications')}</h2>
        <div className="h-card__aside">
          <Link className="h-link" to="/notifications">
            {t('notifications.all')}
          </Link>
        </div>
      </header>
      <NotificationList limit={6} unread empty={t('notifications.noneUnread')} />
    </section>
  )
}
