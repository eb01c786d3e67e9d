import { useTranslation } from 'react-i18next'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface Sum {
  name: string
  title: string
  value: number
  bad?: boolean
}

/** Counts beside each other. */
export function Sums({ sums }: { sums: Sum[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <dl className="i-sums" aria-label={t('import.counts')}>
      {sums.map(({ name, title, value, bad }) => (
        <div key={name} data-sum={name} data-bad={(bad && value > 0) || undefined}>
          <dt>{title}</dt>
          <dd>{formatNumber(value, language)}</dd>
        </div>
      ))}
    </dl>
  )
}
