import { Problem } from '@mortise/sdk'
import { RotateCw, ServerCrash } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'

/** The draft is on its way. */
export function DraftLoading() {
  const { t } = useTranslation()
  return (
    <main className="a-page" aria-busy="true" aria-label={t('state.loading')}>
      <PageHeader>
        <h1>{t('design.frame.title')}</h1>
      </PageHeader>
      <div className="b-loading">
        {[280, 420, 340, 380, 300].map((width) => (
          <Skeleton key={width} width={width} height={16} />
        ))}
      </div>
    </main>
  )
}

/** The draft did not come. */
export function DraftFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation()
  const unreachable = error instanceof Problem && error.status === 0
  return (
    <main className="a-page">
      <PageHeader>
        <h1>{t('design.frame.title')}</h1>
      </PageHeader>
      <Notice
        alert
        icon={<ServerCrash size={20} />}
        title={t('failed.title')}
        actions={
          <Button icon={<RotateCw size={14} />} onClick={onRetry}>
            {t('action.retry')}
          </Button>
        }
      >
        {error instanceof Problem && !unreachable ? error.message : t('failed.unreachable')}
      </Notice>
    </main>
  )
}
