import type { Entity, HistoryEntry, HistoryField } from '@mortise/sdk'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { fieldOf } from '@/lib/definition.ts'
import { HistoryChange } from '../HistoryChange.tsx'
import { changesOf } from './items.ts'
import type { RailPlace } from './useTimeline.ts'

interface TakeBackProps {
  entity: Entity
  entry: HistoryEntry
  how: 'undo' | 'revert'
  place: RailPlace
  onClose: () => void
}

/** Says what will be written back before an entry is taken back, or a version made the present one. */
export default function TakeBackDialog({ entity, entry, how, place, onClose }: TakeBackProps) {
  const { t } = useTranslation()
  const { id } = place.record
  const version = entry.version ?? 0
  const preview = useQuery({
    queryKey: ['revert', entity.name, id, version, place.record.version],
    enabled: how === 'revert',
    queryFn: ({ signal }) => client.past.previewRevert(entity.name, id, version, signal),
  })
  const act = useMutation({
    mutationFn: () =>
      how === 'undo'
        ? client.past.undo(entity.name, id, entry.seq ?? 0)
        : client.past.revert(entity.name, id, version),
    onSuccess: async () => {
      onClose()
      await place.refresh()
      showToast({
        tone: 'plain',
        text: t(how === 'undo' ? 'timeline.undone' : 'timeline.reverted', { version }),
      })
    },
  })
  const changes = how === 'undo' ? changesOf(entity, entry).map(backwards) : preview.data?.changes
  const skipped = preview.data?.skipped ?? []
  const problem = act.error ?? preview.error
  return (
    <Dialog
      title={t(how === 'undo' ? 'timeline.undoTitle' : 'timeline.revertTitle', { version })}
      closeLabel={t('action.close')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            busy={act.isPending}
            disabled={!changes || (how === 'revert' && changes.length === 0)}
            onClick={() => act.mutate()}
          >
            {t(how === 'undo' ? 'action.undo' : 'timeline.revertDo')}
          </Button>
        </>
      }
    >
      {!changes && !problem && <Skeleton width="100%" height={48} />}
      {changes && changes.length > 0 && (
        <>
          <p>{t('timeline.willWrite')}</p>
          <ul className="t-diffs">
            {changes.map((change) => (
              <li key={change.name}>
                <HistoryChange entity={entity} change={change} />
              </li>
            ))}
          </ul>
        </>
      )}
      {changes?.length === 0 && (
        <p>{t(how === 'undo' ? `timeline.undo_${entry.action}` : 'timeline.nothing')}</p>
      )}
      {skipped.length > 0 && (
        <>
          <p className="t-skipped">{t('timeline.stays')}</p>
          <ul className="t-diffs">
            {skipped.map((detail) => (
              <li key={`${detail.pointer}:${detail.code}`}>
                {fieldOf(entity, detail.pointer?.split('/').pop() ?? '')?.title} {detail.message}
              </li>
            ))}
          </ul>
        </>
      )}
      {problem && (
        <p className="t-problem" role="alert">
          {problem.message}
        </p>
      )}
    </Dialog>
  )
}

/** A change as its undoing writes it. */
function backwards(change: HistoryField): HistoryField {
  return { ...change, before: change.after, after: change.before }
}
