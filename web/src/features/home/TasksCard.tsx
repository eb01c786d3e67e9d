import type { Entity, WireRecord } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { ListChecks, Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Card, CardEmpty, CardFailed, CardLoading } from './Card.tsx'
import { byDue, dayStart, progressOf, weekEnd } from './home.ts'
import { useTasks } from './useTasks.ts'
import { When } from './When.tsx'

/** The caller's tasks by urgency, with what he has done of them this week. */
export function TasksCard({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const tasks = useTasks()
  const now = new Date()
  const list = tasks.open.data?.data ?? []
  const progress = progressOf(
    tasks.done,
    list.map(({ due }) => due),
    now,
  )
  return (
    <Card
      title={t('home.tasks')}
      icon={<ListChecks size={15} aria-hidden="true" />}
      aside={progress.all > 0 && <Progress {...progress} />}
    >
      {tasks.open.isPending && <CardLoading />}
      {tasks.open.isError && (
        <CardFailed text={t('failed.title')} retry={t('action.retry')} onRetry={() => tasks.open.refetch()} />
      )}
      {tasks.open.isSuccess && list.length === 0 && <CardEmpty>{t('home.tasksNone')}</CardEmpty>}
      {byDue(list, ({ due }) => due, now).map(({ group, items }) => (
        <div key={group} className="h-group">
          <h3 className="h-group__title" data-group={group}>
            {t(`home.group.${group}`)} <span>{items.length}</span>
          </h3>
          <ul>
            {items.map((task) => (
              <TaskRow key={task.id} task={task} late={group === 'overdue'} onDone={tasks.setDone} />
            ))}
          </ul>
        </div>
      ))}
      {(tasks.open.data?.count ?? 0) > list.length && list.length > 0 && (
        <Link
          className="h-link h-more"
          to="/e/$entity"
          params={{ entity: 'todo' }}
          search={{ view: 'todo.mine' }}
        >
          {t('home.allNamed', { name: entity.plural || entity.title })}
        </Link>
      )}
      {entity.actions.includes('create') && <AddTask add={tasks.add} />}
    </Card>
  )
}

function Progress({ done, all }: { done: number; all: number }) {
  const { t } = useTranslation()
  return (
    <>
      <span className="h-progress__text">{t('home.progress', { done, all })}</span>
      <progress className="h-progress" value={done} max={all} aria-label={t('home.progressOf')} />
    </>
  )
}

interface TaskRowProps {
  task: WireRecord
  late: boolean
  onDone: (change: { task: WireRecord; to: boolean }) => void
}

function TaskRow({ task, late, onDone }: TaskRowProps) {
  const { t } = useTranslation()
  const title = String(task.title ?? '')
  return (
    <li className="h-row">
      <input
        type="checkbox"
        className="h-tick"
        checked={false}
        aria-label={t('home.finish', { name: title })}
        onChange={() => onDone({ task, to: true })}
      />
      <Link className="h-row__main truncate" to="/e/$entity/$id" params={{ entity: 'todo', id: task.id }}>
        {title}
      </Link>
      {task.priority === 'high' && <span className="m-pill m-pill--red">{t('home.high')}</span>}
      <When value={task.due} late={late} />
    </li>
  )
}

const days = ['none', 'today', 'tomorrow', 'week'] as const

/** The last minute of the day that was chosen. */
function dueOf(day: (typeof days)[number], now: Date): string | null {
  if (day === 'none') return null
  const end = day === 'today' ? dayStart(now, 1) : day === 'tomorrow' ? dayStart(now, 2) : weekEnd(now)
  return new Date(end.getTime() - 60_000).toISOString()
}

function AddTask({ add }: { add: ReturnType<typeof useTasks>['add'] }) {
  const { t } = useTranslation()
  const [title, setTitle] = useState('')
  const [day, setDay] = useState<(typeof days)[number]>('today')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '') return
    add.mutate(
      { title: title.trim(), due: dueOf(day, new Date()) },
      { onError: () => setTitle((now) => now || title), onSuccess: () => undefined },
    )
    setTitle('')
  }
  return (
    <form className="h-add" onSubmit={submit}>
      <Plus size={15} aria-hidden="true" />
      <input
        aria-label={t('home.addTask')}
        placeholder={t('home.addTask')}
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <select
        aria-label={t('home.addDue')}
        value={day}
        onChange={(event) => setDay(event.target.value as (typeof days)[number])}
      >
        {days.map((one) => (
          <option key={one} value={one}>
            {t(`home.day.${one}`)}
          </option>
        ))}
      </select>
      <Button type="submit" disabled={title.trim() === ''} busy={add.isPending}>
        {t('home.add')}
      </Button>
    </form>
  )
}
