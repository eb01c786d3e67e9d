import type { Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { CalendarX2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Notice } from '@/components/Notice.tsx'
import { recordLabel } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { Column } from '../../useColumns.ts'
import { CardFields } from '../CardFields.tsx'
import { agendaOf, type Entry } from './layout.ts'
import type { CalendarModel } from './useCalendar.ts'

interface AgendaProps {
  entity: Entity
  columns: Column[]
  model: CalendarModel
}

/** A month's records as a list, day by day. */
export function Agenda({ entity, columns, model }: AgendaProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const days = agendaOf(model.entries, model.from, model.to)
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    weekday: 'short',
    month: 'short',
    day: 'numeric',
  })
  const day = (text: string) => format.format(new Date(`${text}T00:00:00Z`))
  if (days.length === 0) {
    return <Notice icon={<CalendarX2 size={20} />} title={t('calendar.none')} />
  }
  const when = (entry: Entry) =>
    entry.last !== entry.first
      ? t('calendar.until', { day: day(entry.last) })
      : (entry.clock ?? t('calendar.allDay'))
  return (
    <ol className="vc-agenda">
      {days.map((one) => (
        <li key={one.day} className="vc-agenda__day" data-today={one.day === model.today || undefined}>
          <h3>{day(one.day)}</h3>
          <ul>
            {one.entries.map((entry) => (
              <li key={entry.record.id} className="vc-agenda__entry">
                <span className="vc-agenda__when">{when(entry)}</span>
                <span className="vc-agenda__what">
                  <Link
                    className="vc-agenda__link"
                    to="/e/$entity/$id"
                    params={{ entity: entity.name, id: entry.record.id }}
                  >
                    {recordLabel(entity, entry.record)}
                  </Link>
                  <CardFields
                    entity={entity}
                    record={entry.record}
                    columns={columns}
                    without={[model.start?.name, model.end?.name]}
                    most={3}
                  />
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}
