import { formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { browserZone, useZone } from '@/lib/zone.ts'
import type { DisplayProps } from '../contract.ts'

export function Display({ value }: DisplayProps) {
  const language = useLanguage()
  const zone = useZone()
  const elsewhere = zone === browserZone() ? undefined : zone.replaceAll('_', ' ')
  return (
    <time className="truncate" dateTime={String(value)} title={elsewhere}>
      {formatDateTime(String(value), language, zone)}
    </time>
  )
}
