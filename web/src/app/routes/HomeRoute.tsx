import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { HomePage } from '@/features/home/index.tsx'
import { useTitle } from '@/lib/useTitle.ts'

const NotificationsCard = lazy(() =>
  import('@/features/notifications/NotificationsCard.tsx').then((module) => ({
    default: module.NotificationsCard,
  })),
)

export function HomeRoute() {
  useTitle(useTranslation().t('home.title'))
  return (
    <HomePage
      notifications={
        <Suspense>
          <NotificationsCard />
        </Suspense>
      }
    />
  )
}
