import { KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DisplayProps } from '../contract.ts'

export function Display({ value }: DisplayProps) {
  const { t } = useTranslation()
  return (
    <span className="f-boolean">
      <KeyRound size={14} aria-hidden="true" />
      {t(value === true ? 'secret.set' : 'secret.new')}
    </span>
  )
}
