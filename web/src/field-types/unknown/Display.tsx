import type { Field } from '@mortise/sdk'
import { CircleHelp } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Says that this client cannot draw the field, instead of hiding it. */
export function Display({ field }: { field: Field }) {
  const { t } = useTranslation()
  return (
    <span className="f-unknown">
      <CircleHelp size={14} aria-hidden="true" />
      {t('field.unknown', { type: field.type })}
    </span>
  )
}
