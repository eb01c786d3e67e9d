import { useLanguage } from '@/lib/i18n/index.ts'
import type { DisplayProps } from '../contract.ts'
import { formatDuration } from './duration.ts'

export function Display({ value }: DisplayProps) {
  return <span className="truncate">{formatDuration(value, useLanguage())}</span>
}
