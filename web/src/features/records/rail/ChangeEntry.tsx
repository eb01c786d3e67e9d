import type { Entity, HistoryEntry } from '@mortise/sdk'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HistoryChange } from '../HistoryChange.tsx'
import { changesOf, isKnownAction, mayRevert, mayUndo } from './items.ts'
import type { RailPlace } from './useTimeline.ts'

const TakeBackDialog = lazy(() => import('./TakeBackDialog.tsx'))

/** How many changed fields an entry shows before it is opened. */
const shortest = 2

interface ChangeEntryProps {
  entity: Entity
  entry: HistoryEntry
  place: RailPlace
}

/** A change: in a line or two, and opened with each field and the ways back. */
export function ChangeEntry({ entity, entry, place }: ChangeEntryProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [back, setBack] = useState<'undo' | 'revert'>()
  const changes = changesOf(entity, entry)
  const version = typeof place.record.version === 'number' ? place.record.version : undefined
  const undo = mayUndo(entry, place.may)
  const revert = mayRevert(entry, version, place.may)
  const detailed = entry.action === 'update' && changes.length > 0
  const shown = open ? changes : detailed ? changes.slice(0, shortest) : []
  const more = changes.length - shown.length
  const action = isKnownAction(entry.action)
    ? t(`history.${entry.action}`)
    : t('history.other', { action: entry.action })
  return (
    <>
      {!detailed && <p>{action}</p>}
      {entry.reason && <p className="t-quote">{t('timeline.reason', { reason: entry.reason })}</p>}
      {shown.length > 0 && (
        <ul className={open ? 't-diffs' : undefined}>
          {shown.map((change) => (
            <li key={change.name}>
              <HistoryChange entity={entity} change={change} />
            </li>
          ))}
        </ul>
      )}
      {(more > 0 || open || undo || revert) && (
        <button type="button" className="t-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? (
            <ChevronDown size={13} aria-hidden="true" />
          ) : (
            <ChevronRight size={13} aria-hidden="true" />
          )}
          {open
            ? t('timeline.less')
            : more > 0
              ? t('timeline.moreFields', { count: more })
              : t('timeline.details')}
        </button>
      )}
      {open && (undo || revert) && (
        <div className="t-acts">
          {undo && (
            <button type="button" className="t-act" onClick={() => setBack('undo')}>
              {t('timeline.undo')}
            </button>
          )}
          {revert && (
            <button type="button" className="t-act" onClick={() => setBack('revert')}>
              {t('timeline.revert', { version: entry.version })}
            </button>
          )}
        </div>
      )}
      {back && (
        <Suspense>
          <TakeBackDialog
            entity={entity}
            entry={entry}
            how={back}
            place={place}
            onClose={() => setBack(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}
