import type { Entity } from '@mortise/sdk'
import type { ComponentType } from 'react'
import type { RecordPlace } from '@/lib/record-place.ts'
import { FormContext } from './form/useFormStore.ts'
import { LoadedRecord } from './LoadedRecord.tsx'
import { RecordGone } from './RecordGone.tsx'
import { RecordFailed, RecordLoading, RecordMissing } from './RecordNotice.tsx'
import { useRecord } from './useRecord.ts'
import './records.css'

/** What other features put into the page of a record. */
export interface RecordParts {
  /** At the end of the page's head. */
  Actions: ComponentType<{ place: RecordPlace }>
  /** Above the record. */
  Banner: ComponentType<{ place: RecordPlace }>
}

export interface RecordPageProps {
  entity: Entity
  id: string
  parts: RecordParts
}

/** The page of one record. */
export function RecordPage({ entity, id, parts }: RecordPageProps) {
  const model = useRecord(entity, id)
  const { record } = model
  if (model.gone) return <RecordGone entity={entity} store={model.store} />
  if (model.missing) return <RecordMissing entity={entity} />
  if (!record && model.error)
    return <RecordFailed entity={entity} error={model.error} onRetry={model.retry} />
  if (!record) return <RecordLoading entity={entity} />
  return (
    <FormContext value={model.store}>
      <LoadedRecord entity={entity} id={id} record={record} model={model} parts={parts} />
    </FormContext>
  )
}
