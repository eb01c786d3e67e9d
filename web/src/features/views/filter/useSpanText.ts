import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { spanOf } from './spans.ts'

/** Says a span of days in words. */
export function useSpanText() {
  const { t } = useTranslation()
  return useCallback(
    (value: unknown): string => {
      const span = spanOf(value)
      return span ? t(`filter.span.${span.name}`, { days: span.days }) : ''
    },
    [t],
  )
}
