import { Star } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DisplayProps } from '../contract.ts'
import { mostDrawn, starsOf } from './stars.ts'

export function Display({ field, value }: DisplayProps) {
  const { t } = useTranslation()
  const [count, most] = [Number(value), starsOf(field)]
  if (most > mostDrawn) return <span className="truncate">{`${count} / ${most}`}</span>
  return (
    <span className="f-stars" role="img" aria-label={t('rating.of', { count, most })}>
      {Array.from({ length: most }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stars have no identity but their place
        <Star key={at} size={14} aria-hidden="true" data-lit={at < count || undefined} />
      ))}
    </span>
  )
}
