import { firstWeekday, monthOf } from '@/features/views/boards/calendar/days.ts'
import { entriesOf } from '@/features/views/boards/calendar/layout.ts'
import { recordLabel } from '@/lib/definition.ts'
import { useToday, useZone } from '@/lib/zone.ts'
import { textAt } from '../../core/document.ts'
import { useWords } from '../../core/useBench.ts'
import { useViewDesign } from '../design.ts'
import type { StillProps } from './Board.tsx'

/** Entries of one day that are drawn. */
const most = 2

/** Days with their records: this month, or that of the first record where this one has none. */
export function CalendarStill({ rows, colorOf }: StillProps) {
  const { language } = useWords()
  const { entity, view } = useViewDesign()
  const zone = useZone()
  const today = useToday()
  const entries = entriesOf(rows, textAt(view, 'start'), textAt(view, 'end') || undefined, zone)
  const month = today.slice(0, 7)
  const here = entries.some(({ first, last }) => first.slice(0, 7) <= month && last.slice(0, 7) >= month)
  const day = here ? today : (entries.at(-1)?.first ?? today)
  const weeks = monthOf(day, firstWeekday(language))
  const title = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return (
    <div className="b-view-calendar">
      <h3>{title.format(new Date(`${day}T00:00:00Z`))}</h3>
      <div className="b-view-days" data-head>
        {weeks[0]?.map((one) => (
          <span key={one}>{weekday.format(new Date(`${one}T00:00:00Z`))}</span>
        ))}
      </div>
      {weeks.map((week) => (
        <div key={week[0]} className="b-view-days">
          {week.map((one) => {
            const all = entries.filter(({ first, last }) => first <= one && last >= one)
            return (
              <div key={one} data-other={one.slice(0, 7) !== day.slice(0, 7) || undefined}>
                <small>{Number(one.slice(8))}</small>
                {all.slice(0, most).map(({ record, clock }) => (
                  <span key={record.id} className="b-view-entry truncate" data-color={colorOf(record)}>
                    {clock && one === entries.find((entry) => entry.record === record)?.first
                      ? `${clock} `
                      : ''}
                    {recordLabel(entity, record)}
                  </span>
                ))}
                {all.length > most && <small>+{all.length - most}</small>}
              </div>
            )
          })}
        </div>
      ))}
    </div>
  )
}
