import { formatDate } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { DisplayProps } from '../contract.ts'

export function Display({ value }: DisplayProps) {
  return <span className="truncate">{formatDate(String(value), useLanguage())}</span>
}
