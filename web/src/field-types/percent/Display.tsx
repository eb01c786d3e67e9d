import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { DisplayProps } from '../contract.ts'

export function Display({ field, value }: DisplayProps) {
  const share = Number(value)
  const language = useLanguage()
  return (
    <span className="f-percent">
      <span className="f-percent__bar" aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, share))}%` }} />
      </span>
      <span>{formatNumber(share, language, field.scale)}%</span>
    </span>
  )
}
