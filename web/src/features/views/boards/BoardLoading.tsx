import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'

const columns = [
  { name: 'a', cards: [1, 2, 3] },
  { name: 'b', cards: [1, 2, 3, 4] },
  { name: 'c', cards: [1, 2] },
  { name: 'd', cards: [1, 2, 3] },
]

/** The shape of a board that is on its way. */
export function BoardLoading() {
  const { t } = useTranslation()
  return (
    <div className="vb-loading" role="status" aria-label={t('state.loading')}>
      {columns.map(({ name, cards }) => (
        <div key={name} className="vb-loading__column">
          <Skeleton width={90} height={16} />
          {cards.map((card) => (
            <Skeleton key={card} width="100%" height={84} />
          ))}
        </div>
      ))}
    </div>
  )
}
