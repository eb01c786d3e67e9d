import { Eye, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { leavePreview, usePreview } from '@/lib/preview.ts'

/** Says that this window shows a draft, and as whom; nothing that is done here is kept. */
export function PreviewBanner() {
  const { t } = useTranslation()
  const preview = usePreview()
  if (!preview) return null
  const end = () => {
    leavePreview()
    // The preview ends by itself, too: whether the server hears of it does not matter.
    void client.design
      .endPreview(preview.id)
      .catch(() => undefined)
      .finally(() => window.location.assign('/'))
  }
  return (
    <div className="a-preview" role="note">
      <Eye size={15} aria-hidden="true" />
      <span>{preview.as ? t('shell.previewAs', { as: preview.as }) : t('shell.preview')}</span>
      <Button icon={<X size={13} aria-hidden="true" />} onClick={end}>
        {t('shell.endPreview')}
      </Button>
    </div>
  )
}
