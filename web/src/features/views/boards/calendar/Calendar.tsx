import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type Day, instantAt } from '@/lib/zone.ts'
import { ListFailed } from '../../ListNotice.tsx'
import { BoardLoading } from '../BoardLoading.tsx'
import { FieldMissing } from '../BoardNotice.tsx'
import type { BoardProps } from '../scope.ts'
import { useAutoScroll } from '../useAutoScroll.ts'
import { Agenda } from './Agenda.tsx'
import { CalendarHead } from './CalendarHead.tsx'
import { DayGrid } from './DayGrid.tsx'
import { useCalendar } from './useCalendar.ts'
import { useDayMoves } from './useDayMoves.ts'
import './calendar.css'

/** Records on the days they have: by month, by week, or as a list. */
export default function Calendar({ entity, view, columns, scope, onCreate }: BoardProps) {
  const { t } = useTranslation()
  const page = useRef<HTMLDivElement>(null)
  const model = useCalendar(entity, view, columns, scope)
  const move = useDayMoves(entity, model)
  useAutoScroll(page)
  const { start, end, zone } = model
  if (!start || (view.end && !end)) return <FieldMissing />
  const create =
    onCreate && !start.readOnly
      ? (day: Day) => onCreate({ [start.name]: start.type === 'date' ? day : instantAt(day, '09:00', zone) })
      : undefined
  return (
    <div className="vc-calendar">
      <CalendarHead model={model} />
      {model.error ? (
        <ListFailed error={model.error} onRetry={model.retry} />
      ) : model.loading ? (
        <BoardLoading />
      ) : (
        <div ref={page} className="vc-page" aria-busy={model.stale}>
          {model.more && <p className="vc-note">{t('calendar.more', { count: model.entries.length })}</p>}
          {model.mode === 'agenda' ? (
            <Agenda entity={entity} columns={columns} model={model} />
          ) : (
            <DayGrid entity={entity} view={view} model={model} onMove={move} onCreate={create} />
          )}
        </div>
      )}
    </div>
  )
}
