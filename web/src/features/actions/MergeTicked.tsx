import type { Entity, WireRecord } from '@mortise/sdk'
import { type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Mark } from '@/components/Mark.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { client } from '@/lib/api/client.ts'
import { useDescription, useEntity } from '@/lib/api/get-description.ts'
import { recordLabel, requestFields } from '@/lib/definition.ts'
import { formatDate } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import MergeDialog from './MergeDialog.tsx'
import '@/field-types/asking/asking.css'
import './actions.css'

interface MergeTickedProps {
  entity: string
  ids: string[]
  onDone: () => void
  onClose: () => void
}

/** Merges records into one of them: first which one stays, then the others side by side with it, one by one. */
export default function MergeTicked({ entity: name, ids, onDone, onClose }: MergeTickedProps) {
  const entity = useEntity(name)
  const description = useDescription().data
  const queries = useQueryClient()
  const [survivor, setSurvivor] = useState<string>()
  const [merged, setMerged] = useState<string[]>([])
  const records = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['record', name, id, 'merge'],
      enabled: entity !== undefined && description !== undefined && !merged.includes(id),
      retry: false,
      queryFn: async ({ signal }: { signal: AbortSignal }) => {
        const names = (entity?.fields ?? []).map((field) => field.name)
        const fields = entity && description ? requestFields(description, entity, names) : names
        return (await client.get(name, id, fields, signal)).record
      },
    })),
  })
  if (!entity) return null
  const rest = ids.filter((id) => id !== survivor && !merged.includes(id))
  const at = ids.indexOf(survivor ?? '')
  const record = records[at]?.data
  const other = records[ids.indexOf(rest[0] ?? '')]?.data
  if (!survivor || !record || !other) {
    return <Choose {...{ entity, ids, records, onClose }} onChoose={setSurvivor} />
  }
  const label = recordLabel(entity, record)
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['record', name] })
    await queries.invalidateQueries({ queryKey: ['records', name] })
  }
  return (
    <MergeDialog
      key={other.id}
      place={{ entity, record, name: label, may: () => true, refresh }}
      given={{ id: other.id, label: recordLabel(entity, other) }}
      step={ids.length > 2 ? { at: merged.length + 1, of: ids.length - 1 } : undefined}
      onMerged={() => {
        if (rest.length === 1) onDone()
        else setMerged([...merged, other.id])
      }}
      onClose={merged.length > 0 ? onDone : onClose}
    />
  )
}

interface ChooseProps {
  entity: Entity
  ids: string[]
  records: UseQueryResult<WireRecord>[]
  onChoose: (id: string) => void
  onClose: () => void
}

/** Which of the records stays. */
function Choose({ entity, ids, records, onChoose, onClose }: ChooseProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [chosen, setChosen] = useState(ids[0] ?? '')
  const problem = records.find((one) => one.error)?.error
  const ready = records.every((one) => one.data)
  return (
    <Dialog
      title={t('merge.ticked', { count: ids.length })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={520}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button look="primary" disabled={!ready} onClick={() => onChoose(chosen)}>
            {t('merge.continue')}
          </Button>
        </>
      }
    >
      <fieldset className="x-survivors">
        <legend>{t('merge.survivor')}</legend>
        {ids.map((id, at) => {
          const record = records[at]?.data
          if (!record) return <Skeleton key={id} width="100%" height={36} />
          const label = recordLabel(entity, record)
          return (
            <label key={id}>
              <input type="radio" name="survivor" checked={chosen === id} onChange={() => setChosen(id)} />
              <Mark name={label} size={22} />
              <span className="truncate">{label}</span>
              {typeof record.created_at === 'string' && (
                <span className="x-survivors__when">
                  {t('merge.made', { date: formatDate(record.created_at, language) })}
                </span>
              )}
            </label>
          )
        })}
      </fieldset>
      {problem && (
        <p className="x-problem" role="alert">
          {problem.message}
        </p>
      )}
    </Dialog>
  )
}
