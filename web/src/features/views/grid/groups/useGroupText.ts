import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { Bucket } from './grouping.ts'

/** Says which length of time a group is, given its first day. */
export function useBucketText() {
  const { t } = useTranslation()
  const language = useLanguage()
  return useCallback(
    (bucket: Bucket, value: string): string => {
      const day = new Date(`${value.slice(0, 10)}T00:00:00Z`)
      switch (bucket) {
        case 'day':
          return formatDate(value.slice(0, 10), language)
        case 'week':
          return t('group.weekOf', { day: formatDate(value.slice(0, 10), language) })
        case 'month':
          return new Intl.DateTimeFormat(language, {
            year: 'numeric',
            month: 'long',
            timeZone: 'UTC',
          }).format(day)
        case 'quarter':
          return t('group.quarterOf', {
            year: day.getUTCFullYear(),
            quarter: Math.floor(day.getUTCMonth() / 3) + 1,
          })
        case 'year':
          return String(day.getUTCFullYear())
      }
    },
    [t, language],
  )
}
