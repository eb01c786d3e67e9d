import type { Entity, HistoryEntry } from '@mortise/sdk'
import {
  Archive,
  ArchiveRestore,
  CircleCheck,
  type LucideIcon,
  Merge,
  PencilLine,
  Plus,
  Share2,
  UserRoundPen,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { formatAgo, formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useHistory } from './api/get-history.ts'
import { HistoryChange } from './HistoryChange.tsx'

const icons: { [action: string]: LucideIcon } = {
  create: Plus,
  update: PencilLine,
  archive: Archive,
  restore: ArchiveRestore,
  transfer: UserRoundPen,
  claim: UserRoundPen,
  release: UserRoundPen,
  assign: UserRoundPen,
  return: UserRoundPen,
  hand_over: UserRoundPen,
  share: Share2,
  unshare: Share2,
  merge: Merge,
  unmerge: Merge,
}

/** Ways other than a page by which a change may have come. */
const channels = new Set(['import', 'api', 'job', 'automation'])

/** What happened to the record. */
export function HistoryRail({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useTranslation()
  const history = useHistory(entity.name, id)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <aside className="r-rail" aria-label={t('history.title')} tabIndex={0}>
      <h2>{t('history.title')}</h2>
      {history.isPending && <Skeleton width="100%" height={64} />}
      {history.isError && <p className="r-rail__none">{t('history.failed')}</p>}
      {history.data?.length === 0 && <p className="r-rail__none">{t('history.empty')}</p>}
      <ol>
        {history.data?.map((entry) => (
          <Entry key={entry.seq ?? `${entry.at}:${entry.action}`} entity={entity} entry={entry} />
        ))}
      </ol>
    </aside>
  )
}

function Entry({ entity, entry }: { entity: Entity; entry: HistoryEntry }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const Icon = icons[entry.action] ?? CircleCheck
  const known = entry.action in icons
  const changes = (entry.fields ?? []).filter((change) =>
    entity.fields.some((field) => field.name === change.name),
  )
  const detailed = entry.action === 'update' && changes.length > 0
  return (
    <li className="r-entry">
      <span className="r-entry__icon" aria-hidden="true">
        <Icon size={13} />
      </span>
      <div className="r-entry__text">
        <p>
          <strong>{entry.by?.name || t('history.system')}</strong>{' '}
          <time dateTime={entry.at} title={formatDateTime(entry.at, language)}>
            {formatAgo(entry.at, language)}
          </time>
          {channels.has(entry.channel ?? '') && (
            <span className="r-entry__via"> · {t(`history.via_${entry.channel}`)}</span>
          )}
        </p>
        {detailed ? (
          changes.map((change) => <HistoryChange key={change.name} entity={entity} change={change} />)
        ) : (
          <p>{known ? t(`history.${entry.action}`) : t('history.other', { action: entry.action })}</p>
        )}
      </div>
    </li>
  )
}
