import type { Entity, Share, TimelineItem } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FileLine } from '@/field-types/file/FileLine.tsx'
import { isPicture } from '@/field-types/file/files.ts'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { fieldOf, recordLabel } from '@/lib/definition.ts'
import { formatAgo, formatDate, formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { ChangeEntry } from './ChangeEntry.tsx'
import { CommentEntry } from './CommentEntry.tsx'
import { iconOf } from './items.ts'
import type { RailPlace } from './useTimeline.ts'

/** Ways other than a page by which a change may have come. */
const channels = new Set(['import', 'api', 'job', 'automation'])

interface EntryProps {
  entity: Entity
  item: TimelineItem
  place: RailPlace
}

/** One item of the stream: who, when and what. */
export function TimelineEntry({ entity, item, place }: EntryProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const Icon = iconOf(item)
  const channel = item.change?.channel ?? ''
  return (
    <li className="r-entry" data-kind={item.kind}>
      <span className="r-entry__icon" aria-hidden="true">
        <Icon size={13} />
      </span>
      <div className="r-entry__text">
        <p>
          <strong>{item.by?.name || t('history.system')}</strong>{' '}
          <time dateTime={item.at} title={formatDateTime(item.at, language)}>
            {formatAgo(item.at, language)}
          </time>
          {channels.has(channel) && <span className="t-via"> · {t(`history.via_${channel}`)}</span>}
        </p>
        <Body entity={entity} item={item} place={place} />
      </div>
    </li>
  )
}

function Body({ entity, item, place }: EntryProps): ReactNode {
  if (item.change) return <ChangeEntry entity={entity} entry={item.change} place={place} />
  if (item.comment) return <CommentEntry entity={entity} comment={item.comment} place={place} />
  if (item.file) return <FileBody entity={entity} id={place.record.id} file={item.file} />
  if (item.share) return <ShareBody share={item.share} />
  return item.record ? <RecordBody record={item.record} task={item.kind === 'task'} /> : null
}

function FileBody({
  entity,
  id,
  file,
}: {
  entity: Entity
  id: string
  file: NonNullable<TimelineItem['file']>
}) {
  const { t } = useTranslation()
  const href = client.fileAddress(entity.name, id, file.field, file.id)
  const picture = isPicture(file.media_type)
    ? client.attachments.thumbnailAddress(entity.name, id, file.field, file.id, 128)
    : undefined
  return (
    <>
      <p>{t('timeline.uploaded', { field: fieldOf(entity, file.field)?.title ?? file.field })}</p>
      <FileLine file={{ id: file.id, info: file, href, picture }} />
    </>
  )
}

function ShareBody({ share }: { share: Share }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const words = { name: share.to.name || t('share.somebody'), level: t(`share.level_${share.level}`) }
  return (
    <p>
      {t('timeline.shared', words)}
      {share.until &&
        ` · ${t(share.expired ? 'share.ended' : 'share.until', { date: formatDate(share.until, language) })}`}
    </p>
  )
}

/** A record that belongs to this one, or a task about it. */
function RecordBody({ record, task }: { record: NonNullable<TimelineItem['record']>; task: boolean }) {
  const { t } = useTranslation()
  const entity = useEntity(record.entity)
  const id = String(record.values.id ?? '')
  const name = recordLabel(entity, { ...record.values, id })
  const text = entity?.fields.find(
    (field) => field.type === 'longtext' && typeof record.values[field.name] === 'string',
  )
  const done = task && record.values.status === 'done'
  return (
    <>
      <p>
        {task ? t(done ? 'timeline.taskDone' : 'timeline.task') : record.title}{' '}
        <Link className="t-link" to="/e/$entity/$id" params={{ entity: record.entity, id }}>
          {name}
        </Link>
      </p>
      {text && <p className="t-clamped">{String(record.values[text.name])}</p>}
    </>
  )
}
