import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'

/** An address that leads nowhere, or nowhere the caller may know of. */
export function PageNotFound() {
  const { t } = useTranslation()
  return (
    <main className="a-page">
      <PageHeader>
        <h1>{t('notFound.entityTitle')}</h1>
      </PageHeader>
      <Notice
        icon={<SearchX size={20} />}
        title={t('notFound.entityTitle')}
        actions={
          <Link className="m-button m-button--plain" to="/">
            {t('notFound.home')}
          </Link>
        }
      >
        {t('notFound.entityText')}
      </Notice>
    </main>
  )
}
