import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { MePage, sectionOf } from '@/features/me/index.tsx'
import { useTitle } from '@/lib/useTitle.ts'

const JobsPage = lazy(() => import('@/features/jobs/JobsPage.tsx'))

function Jobs() {
  return (
    <Suspense>
      <JobsPage />
    </Suspense>
  )
}

export function MeRoute() {
  const { t } = useTranslation()
  const section = sectionOf(useParams({ from: '/shell/me/$section' }).section)
  useTitle(t(`me.${section}`))
  return <MePage section={section} Jobs={Jobs} />
}
