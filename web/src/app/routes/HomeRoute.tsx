import { Navigate } from '@tanstack/react-router'
import { Shapes } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { useDescription } from '@/lib/api/get-description.ts'

/** The start page: the first entity that the caller may read. */
export function HomeRoute() {
  const { t } = useTranslation()
  const readable = (useDescription().data?.entities ?? []).filter(
    (entity) => entity.menu !== false && entity.actions.includes('read'),
  )
  const first = readable.find((entity) => entity.package !== 'core') ?? readable[0]
  if (first) return <Navigate to="/e/$entity" params={{ entity: first.name }} replace />
  return (
    <main className="a-page">
      <PageHeader>
        <h1>Mortise</h1>
      </PageHeader>
      <Notice icon={<Shapes size={20} />} title={t('shell.welcome')}>
        {t('shell.welcomeText')}
      </Notice>
    </main>
  )
}
