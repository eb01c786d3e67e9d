import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import type { Entity, View, WireRecord } from '@mortise/sdk'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { Day } from '@/lib/zone.ts'
import { colorOf } from '../color.ts'
import { DayCell } from './DayCell.tsx'
import { DayEntry } from './DayEntry.tsx'
import { layWeek } from './layout.ts'
import type { CalendarModel } from './useCalendar.ts'
import { useDayKeys } from './useDayKeys.ts'

/** Rows of entries that a day of a month has room for: fewer where there are more weeks. */
function lanesOf(weeks: number): number {
  return weeks > 5 ? 2 : 3
}

interface DayGridProps {
  entity: Entity
  view: View
  model: CalendarModel
  onMove: (record: WireRecord, days: number) => void
  onCreate?: (day: Day) => void
}

/** The days of a month or a week, with what lies on them. */
export function DayGrid({ entity, view, model, onMove, onCreate }: DayGridProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const grid = useRef<HTMLDivElement>(null)
  const { weeks, entries, mode, today, day, setDay, setMode, writable } = model
  const month = mode === 'month' ? day.slice(0, 7) : ''
  const most = mode === 'month' ? lanesOf(weeks.length) : 200
  const laid = useMemo(() => weeks.map((days) => layWeek(entries, days, most)), [weeks, entries, most])
  const keys = useDayKeys({ grid, day, setDay, onCreate })
  const [moving, setMoving] = useState(false)
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.kind === 'entry',
        // Entries would hide the days below them from the pointer.
        onDragStart: () => setMoving(true),
        onDrop: () => setMoving(false),
      }),
    [],
  )
  const weekdays = new Intl.DateTimeFormat(language, { timeZone: 'UTC', weekday: 'short' })
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      className="vc-grid"
      data-mode={mode}
      data-moving={moving || undefined}
      aria-label={t('calendar.days')}
      onKeyDown={keys}
    >
      <div role="row" tabIndex={-1} className="vc-weekdays">
        {weeks[0]?.map((one) => (
          <div key={one} role="columnheader" tabIndex={-1}>
            {weekdays.format(new Date(`${one}T00:00:00Z`))}
          </div>
        ))}
      </div>
      {weeks.map((days, at) => {
        const week = laid[at]
        return (
          <div
            key={days[0]}
            role="row"
            tabIndex={-1}
            className="vc-week"
            style={{ '--lanes': mode === 'month' ? most + 1 : (week?.lanes ?? 0) } as React.CSSProperties}
          >
            {days.map((one, column) => (
              <DayCell
                key={one}
                day={one}
                entity={entity.name}
                chosen={one === day}
                today={one === today}
                other={month !== '' && !one.startsWith(month)}
                hidden={week?.hidden[column] ?? 0}
                onMore={() => {
                  setDay(one)
                  setMode('week')
                }}
                onChoose={setDay}
                onMove={onMove}
                onCreate={onCreate}
              >
                {week?.bars
                  .filter((bar) => bar.from === column)
                  .map((bar) => (
                    <DayEntry
                      key={bar.entry.record.id}
                      entity={entity}
                      bar={bar}
                      color={colorOf(view, bar.entry.record)}
                      writable={writable(bar.entry.record.id)}
                      onMove={onMove}
                    />
                  ))}
              </DayCell>
            ))}
          </div>
        )
      })}
    </div>
  )
}
