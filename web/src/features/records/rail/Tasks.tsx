import type { Entity, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Circle, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { Mark, Pill } from '@/components/Mark.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { fieldOf, relatedLabel } from '@/lib/definition.ts'
import { formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useTasks } from './useTasks.ts'
import type { RailPlace } from './useTimeline.ts'

const TaskForm = lazy(() => import('./TaskForm.tsx'))

/** The open tasks about a record, the first due on top. */
export function Tasks({ entity, place }: { entity: Entity; place: RailPlace }) {
  const { t } = useTranslation()
  const { id } = place.record
  const { task, open, tick, refresh } = useTasks(entity.name, id)
  const [adding, setAdding] = useState(false)
  const mayAdd = task?.actions.includes('create') && !place.record.archived_at
  if (!task || (open.length === 0 && !mayAdd)) return null
  return (
    <div role="group" className="t-part" aria-label={t('task.title')}>
      <header className="t-part__head">
        <h3>{t('task.title')}</h3>
        {open.length > 0 && <span className="t-count">{open.length}</span>}
        {mayAdd && (
          <IconButton
            label={t('task.add')}
            icon={<Plus size={15} />}
            aria-expanded={adding}
            onClick={() => setAdding(!adding)}
          />
        )}
      </header>
      {adding && (
        <Suspense fallback={<Skeleton width="100%" height={120} />}>
          <TaskForm
            task={task}
            about={`${entity.name}/${id}`}
            onClose={() => setAdding(false)}
            onAdded={refresh}
          />
        </Suspense>
      )}
      {open.length > 0 && (
        <ul>
          {open.map((record) => (
            <TaskLine key={record.id} task={task} record={record} onTick={() => tick(record)} />
          ))}
        </ul>
      )}
    </div>
  )
}

function TaskLine({ task, record, onTick }: { task: Entity; record: WireRecord; onTick: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = String(record.title ?? '')
  const owner = relatedLabel(record.owner)
  const due = typeof record.due === 'string' ? record.due : undefined
  const late = due !== undefined && new Date(due).getTime() < Date.now()
  const option = fieldOf(task, 'priority')?.options?.find((one) => one.value === record.priority)
  return (
    <li className="t-task">
      <IconButton
        className="t-tick"
        label={t('task.tick', { name })}
        icon={<Circle size={16} />}
        onClick={onTick}
      />
      <div className="t-task__text">
        <Link className="t-link" to="/e/$entity/$id" params={{ entity: task.name, id: record.id }}>
          {name}
        </Link>
        <p>
          {due && (
            <time dateTime={due} className={late ? 't-late' : undefined}>
              {late ? t('task.late', { at: formatDateTime(due, language) }) : formatDateTime(due, language)}
            </time>
          )}
          {owner && (
            <span className="t-owner">
              <Mark name={owner} round size={15} />
              {owner}
            </span>
          )}
          {option && record.priority === 'high' && <Pill color={option.color}>{option.title}</Pill>}
        </p>
      </div>
    </li>
  )
}
