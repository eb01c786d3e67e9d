import { Link } from '@tanstack/react-router'
import { CalendarClock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { recordLabel } from '@/lib/definition.ts'
import { Card, CardEmpty, CardFailed, CardLoading } from './Card.tsx'
import { byDue } from './home.ts'
import { type DueSource, useDue } from './useDue.ts'
import { When } from './When.tsx'

/** The caller's own records in calendars: what is past of two weeks, and the week to come. */
export function DueCard({ sources }: { sources: DueSource[] }) {
  const { t } = useTranslation()
  const due = useDue(sources)
  const titles = [...new Set(sources.map(({ entity }) => entity.plural || entity.title))]
  return (
    <Card title={t('home.due')} icon={<CalendarClock size={15} aria-hidden="true" />}>
      {due.pending && <CardLoading />}
      {due.failed && <CardFailed text={t('failed.title')} retry={t('action.retry')} onRetry={due.retry} />}
      {!due.pending && !due.failed && due.data.length === 0 && (
        <CardEmpty>{t('home.dueNone', { names: titles.join(t('home.comma')) })}</CardEmpty>
      )}
      {byDue(due.data, ({ at }) => at, new Date()).map(({ group, items }) => (
        <div key={group} className="h-group">
          <h3 className="h-group__title" data-group={group}>
            {t(`home.group.${group}`)} <span>{items.length}</span>
          </h3>
          <ul>
            {items.map(({ entity, record, at }) => (
              <li key={`${entity.name}/${record.id}/${at}`} className="h-row">
                <EntityIcon icon={entity.icon} color={entity.color} />
                <Link
                  className="h-row__main truncate"
                  to="/e/$entity/$id"
                  params={{ entity: entity.name, id: record.id }}
                >
                  {recordLabel(entity, record)}
                </Link>
                <span className="h-row__of">{entity.title}</span>
                <When value={at} late={group === 'overdue'} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </Card>
  )
}
