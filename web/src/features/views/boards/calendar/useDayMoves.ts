import type { Entity, Page, WireRecord } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { recordLabel } from '@/lib/definition.ts'
import { formatDate } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { addDays, type Day, dayIn, shifted } from '@/lib/zone.ts'
import { useMove } from '../useMove.ts'
import type { CalendarModel } from './useCalendar.ts'

type Values = { [field: string]: unknown }

/** Moves records to other days: their beginning, and their end by the same distance. */
export function useDayMoves(entity: Entity, model: CalendarModel) {
  const { t } = useTranslation()
  const language = useLanguage()
  const queries = useQueryClient()
  const send = useMove(entity)
  const { start, end, zone, writable } = model
  return useCallback(
    (record: WireRecord, days: number) => {
      const name = recordLabel(entity, record)
      if (!start || days === 0) return
      if (!writable(record.id)) {
        showToast({ tone: 'error', text: t('board.refused', { name, field: start.title }) })
        return
      }
      const changes: Values = {}
      const before: Values = {}
      for (const field of [start, end]) {
        const value = field && record[field.name]
        if (!field || typeof value !== 'string' || value === '') continue
        before[field.name] = value
        changes[field.name] = shifted(value, days, zone)
      }
      const first = String(before[start.name])
      const day: Day = addDays(first.length === 10 ? first : dayIn(first, zone), days)
      send({
        record,
        changes,
        before,
        done: t('board.moved', { name, to: formatDate(day, language) }),
        show: () =>
          queries.setQueriesData<{ rows: Page['data']; more: boolean }>(
            { queryKey: ['records', entity.name, 'calendar'] },
            (kept) =>
              kept && {
                ...kept,
                rows: kept.rows.map((row) => (row.id === record.id ? { ...row, ...changes } : row)),
              },
          ),
      })
    },
    [entity, start, end, zone, writable, language, queries, send, t],
  )
}
