import { ShieldX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/Notice.tsx'

/** A view by a field that the caller does not know. */
export function FieldMissing() {
  const { t } = useTranslation()
  return (
    <Notice icon={<ShieldX size={20} />} title={t('board.fieldMissing')}>
      {t('board.fieldMissingText')}
    </Notice>
  )
}
