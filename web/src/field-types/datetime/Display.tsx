import { formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { DisplayProps } from '../contract.ts'

export function Display({ value }: DisplayProps) {
  return (
    <time className="truncate" dateTime={String(value)}>
      {formatDateTime(String(value), useLanguage())}
    </time>
  )
}
