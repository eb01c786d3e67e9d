import { formatMoney } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { DisplayProps } from '../contract.ts'

export function Display({ field, value }: DisplayProps) {
  return <span className="truncate">{formatMoney(Number(value), useLanguage(), field.currency)}</span>
}
