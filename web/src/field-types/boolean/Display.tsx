import { Check, Minus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DisplayProps } from '../contract.ts'

export function Display({ value }: DisplayProps) {
  const { t } = useTranslation()
  const Icon = value === true ? Check : Minus
  return (
    <span className="f-boolean">
      <Icon size={15} aria-hidden="true" />
      {t(value === true ? 'value.yes' : 'value.no')}
    </span>
  )
}
