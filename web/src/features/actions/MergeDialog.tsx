import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { RecordSelect } from '@/field-types/relation/RecordSelect.tsx'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { recordLabel, requestFields } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { Duties } from './Duties.tsx'
import { MergeSides } from './MergeSides.tsx'
import { differing, filledIn, mergeRequest, type Side } from './merging.ts'
import type { ActionDialogProps } from './place.ts'
import { useAct } from './useAct.ts'

interface MergeDialogProps extends ActionDialogProps {
  /** The other record, when it was chosen before. */
  given?: { id: string; label: string }
  /** Which of several merges this is. */
  step?: { at: number; of: number }
  /** Follows a merge, in place of closing and of leaving for the list. */
  onMerged?: () => void
}

/** Merges another record into this one: which, whose values, what moves along, what comes of it. */
export default function MergeDialog({ place, given, step, onMerged, onClose }: MergeDialogProps) {
  const { t } = useTranslation()
  const { entity, record, name } = place
  const description = useDescription().data
  const [other, setOther] = useState(given)
  const [sides, setSides] = useState<{ [field: string]: Side }>({})
  const found = useQuery({
    queryKey: ['record', entity.name, record.id, 'duplicates'],
    enabled: !given,
    queryFn: async ({ signal }) => {
      const groups = (await client.duplicates.list(entity.name, { limit: 50 }, signal)).data
      const near = groups.filter((group) => group.records.some((one) => one.id === record.id))
      const all = near.flatMap((group) => group.records).filter((one) => one.id !== record.id)
      return [...new Map(all.map((one) => [one.id, one])).values()]
    },
    retry: false,
  })
  const theirs = useQuery({
    queryKey: ['record', entity.name, other?.id, 'merge'],
    enabled: other !== undefined && description !== undefined,
    queryFn: async ({ signal }) => {
      const names = entity.fields.filter((field) => field.name !== 'id').map((field) => field.name)
      const fields = description ? requestFields(description, entity, names) : names
      return (await client.get(entity.name, other?.id ?? '', fields, signal)).record
    },
  })
  const request = mergeRequest(other?.id ?? '', sides)
  const preview = useQuery({
    queryKey: ['record', entity.name, record.id, 'merge-preview', request],
    enabled: other !== undefined && other.id !== record.id,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => client.duplicates.previewMerge(entity.name, record.id, request, signal),
  })
  const act = useAct(
    place,
    async () => {
      await client.duplicates.merge(entity.name, record.id, request)
      const undo = () => client.duplicates.unmerge(entity.name, record.id, request.with)
      return { text: t('merge.done', { name: other?.label }), undo }
    },
    onMerged ?? onClose,
  )
  const choose = (next: { id: string; label: string } | null) => {
    setSides({})
    setOther(next ?? undefined)
  }
  const problem = act.error ?? preview.error ?? theirs.error
  const moved = preview.data?.moved ?? []
  const list = new Intl.ListFormat(useLanguage(), { type: 'conjunction' })
  const filled = theirs.data && list.format(filledIn(entity, record, theirs.data).map((one) => one.title))
  const titleOf = (of: string) => description?.entities.find((one) => one.name === of)?.plural ?? of
  return (
    <Dialog
      title={step ? t('merge.titleStep', { name, ...step }) : t('merge.title', { name })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={760}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look="primary"
            busy={act.isPending}
            disabled={!preview.isSuccess || other === undefined}
            onClick={() => act.mutate()}
          >
            {t('merge.do')}
          </Button>
        </>
      }
    >
      <div className="x-form">
        <Duties place={place} action="merge" />
        {!given && (
          <div className="x-field">
            <span>{t('merge.with')}</span>
            <RecordSelect
              field={{ name: 'with', type: 'relation', title: t('merge.with'), entity: entity.name }}
              label={t('merge.choose', { entity: entity.title })}
              value={other ?? null}
              onChange={(one) => choose(one && one.id !== record.id ? one : null)}
            />
          </div>
        )}
        {!other && found.data && found.data.length > 0 && (
          <div>
            <p>{t('merge.found')}</p>
            <ul className="x-found">
              {found.data.map((one) => (
                <li key={one.id}>
                  <Button onClick={() => choose(one)}>{one.label}</Button>
                </li>
              ))}
            </ul>
          </div>
        )}
        {other && theirs.isPending && <Skeleton width="100%" height={120} />}
        {other && theirs.data && (
          <MergeSides
            entity={entity}
            names={{ this: name, other: recordLabel(entity, theirs.data) }}
            differing={differing(entity, record, theirs.data)}
            sides={sides}
            onSide={(field, side) => setSides({ ...sides, [field]: side })}
          />
        )}
        {preview.data && other && (
          <div aria-live="polite">
            {filled && <p>{t('merge.filled', { fields: filled })}</p>}
            {moved.length > 0 ? <p>{t('merge.moves')}</p> : <p>{t('merge.movesNothing')}</p>}
            <ul className="x-moves">
              {moved.map((one) => (
                <li key={`${one.entity}.${one.field}`}>
                  {t('actions.hangs', { title: titleOf(one.entity), count: one.count })}
                </li>
              ))}
            </ul>
            <p>{t('merge.after')}</p>
          </div>
        )}
        {problem && (
          <p className="x-problem" role="alert">
            {problem.message}
          </p>
        )}
      </div>
    </Dialog>
  )
}
