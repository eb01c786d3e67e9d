import { ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useWalk } from './useWalk.ts'

/** Where the record stands in the list it was opened from, and the way to the next one. */
export function Walk({ entity, id }: { entity: string; id: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { place, go, pressed } = useWalk(entity, id)
  if (!place) return null
  const words = {
    position: formatNumber(place.position, language),
    total: formatNumber(place.total, language),
  }
  return (
    <div className="r-walk" role="group" aria-label={t('walk.title')}>
      <span className="r-walk__place">{t('walk.place', words)}</span>
      <IconButton
        label={t('walk.before')}
        icon={<ChevronUp size={16} />}
        aria-keyshortcuts="k"
        aria-disabled={!place.before}
        autoFocus={pressed === 'before'}
        onClick={() => go('before', true)}
      />
      <IconButton
        label={t('walk.after')}
        icon={<ChevronDown size={16} />}
        aria-keyshortcuts="j"
        aria-disabled={!place.after}
        autoFocus={pressed === 'after'}
        onClick={() => go('after', true)}
      />
    </div>
  )
}
