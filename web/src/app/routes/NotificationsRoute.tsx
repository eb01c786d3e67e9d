import { useTranslation } from 'react-i18next'
import { NotificationsPage } from '@/features/notifications/NotificationsPage.tsx'
import { useTitle } from '@/lib/useTitle.ts'

export function NotificationsRoute() {
  useTitle(useTranslation().t('notifications.title'))
  return <NotificationsPage />
}
