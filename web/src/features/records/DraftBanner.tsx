import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import type { Draft } from '@/lib/drafts.ts'
import { formatMoment } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

interface DraftBannerProps {
  draft: Draft
  onRestore: () => void
  onDiscard: () => void
}

/** Offers what was written here before and not saved. */
export function DraftBanner({ draft, onRestore, onDiscard }: DraftBannerProps) {
  const { t } = useTranslation()
  const at = formatMoment(draft.at, useLanguage())
  return (
    <div className="r-banner r-banner--draft" role="status">
      <span>{t('draft.found', { at, count: Object.keys(draft.values).length })}</span>
      <Button onClick={onRestore}>{t('draft.restore')}</Button>
      <Button look="ghost" onClick={onDiscard}>
        {t('action.discard')}
      </Button>
    </div>
  )
}
