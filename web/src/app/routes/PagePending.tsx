import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'

/** A page that is on its way. */
export function PagePending() {
  const { t } = useTranslation()
  return (
    <main className="a-page" aria-busy="true" aria-label={t('state.loading')}>
      <div className="m-page-header">
        <Skeleton width={140} height={16} />
      </div>
    </main>
  )
}
