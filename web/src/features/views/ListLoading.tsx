import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'

const rows = Array.from({ length: 14 }, (_, at) => at)

/** The shape of a list that is on its way. */
export function ListLoading() {
  const { t } = useTranslation()
  return (
    <div className="v-loading" role="status" aria-label={t('state.loading')}>
      {rows.map((row) => (
        <div key={row} className="v-loading__row">
          <Skeleton width={16} height={16} />
          <Skeleton width={110 + ((row * 37) % 80)} />
          <Skeleton width={90} />
          <Skeleton width={60 + ((row * 23) % 50)} />
          <Skeleton width={120} />
        </div>
      ))}
    </div>
  )
}
