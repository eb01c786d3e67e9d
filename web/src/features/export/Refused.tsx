import { ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Why there is no file, and whom to ask. */
export function Refused({ text }: { text: string }) {
  const { t } = useTranslation()
  return (
    <div className="x-refused" role="alert">
      <ShieldAlert size={18} aria-hidden="true" />
      <div>
        <strong>{t('export.refused')}</strong>
        <p>{text}</p>
        <p>{t('export.ask')}</p>
      </div>
    </div>
  )
}
