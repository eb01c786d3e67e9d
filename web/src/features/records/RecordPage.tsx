import type { Entity } from '@mortise/sdk'
import { type ComponentType, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useShortcut } from '@/components/useShortcut.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import { recordLabel } from '@/lib/definition.ts'
import type { RecordPlace } from '@/lib/record-place.ts'
import { ConflictBanner } from './ConflictBanner.tsx'
import { DuplicateDialog } from './DuplicateDialog.tsx'
import { FormSections } from './form/FormSections.tsx'
import { FactsContext } from './form/useFacts.ts'
import { FormContext } from './form/useFormStore.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { RecordHead } from './RecordHead.tsx'
import { RecordHeader } from './RecordHeader.tsx'
import { RecordFailed, RecordLoading, RecordMissing } from './RecordNotice.tsx'
import { RecordRail } from './rail/RecordRail.tsx'
import { SaveBar } from './SaveBar.tsx'
import { StagePath } from './StagePath.tsx'
import { type RecordModel, useRecord } from './useRecord.ts'
import './records.css'

/** What other features put into the page of a record. */
export interface RecordParts {
  /** At the end of the page's head. */
  Actions: ComponentType<{ place: RecordPlace }>
  /** Above the record. */
  Banner: ComponentType<{ place: RecordPlace }>
}

interface RecordPageProps {
  entity: Entity
  id: string
  parts: RecordParts
}

/** The page of one record. */
export function RecordPage({ entity, id, parts }: RecordPageProps) {
  const model = useRecord(entity, id)
  const { record } = model
  if (model.missing) return <RecordMissing entity={entity} />
  if (!record && model.error)
    return <RecordFailed entity={entity} error={model.error} onRetry={model.retry} />
  if (!record) return <RecordLoading entity={entity} />
  return <LoadedRecord entity={entity} id={id} model={model} parts={parts} />
}

function LoadedRecord({ entity, id, model, parts }: RecordPageProps & { model: RecordModel }) {
  const { t } = useTranslation()
  const { record, store, summary, stage } = model
  const place = useMemo(() => ({ entity: entity.name, id }), [entity.name, id])
  useShortcut('mod+s', model.save)
  useEffect(() => {
    const [first] = store.refused()
    if (summary.problems > 0)
      document.querySelector(`[data-field="${first}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [summary.problems, store])
  if (!record) return null
  const name = recordLabel(entity, record)
  const around = { entity, record, name, may: model.may, refresh: model.refresh }
  return (
    <FormContext value={store}>
      <main className="a-page" aria-label={name}>
        <RecordHeader entity={entity} name={name} actions={<parts.Actions place={around} />} />
        <div className="r-page">
          <div className="r-main">
            <div className="r-scroll">
              <parts.Banner place={around} />
              {record.archived_at ? (
                <p className="r-banner" role="status">
                  {t('record.archived')}
                </p>
              ) : null}
              {model.stale && (
                <ConflictBanner
                  entity={entity}
                  conflicts={model.stale}
                  onKeep={model.refresh}
                  onYield={model.yieldFields}
                />
              )}
              <RecordHead entity={entity} record={record} name={name} />
              {stage && <StagePath field={stage} access={model.cell(stage)} />}
              <FactsContext value={model.facts}>
                <PlaceProvider value={place}>
                  <FormSections sections={model.sections} access={model.cell} open={false} />
                </PlaceProvider>
              </FactsContext>
            </div>
            <SaveBar
              summary={summary}
              idleText={t('record.saved')}
              busy={model.saving}
              onDiscard={() => store.discard()}
              onSave={model.save}
            />
          </div>
          <RecordRail entity={entity} place={around} />
        </div>
        {model.duplicates.refusal && (
          <DuplicateDialog
            entity={entity}
            refusal={model.duplicates.refusal}
            insistText={t('duplicate.save')}
            busy={model.saving}
            onInsist={model.duplicates.insist}
            onClose={model.duplicates.close}
          />
        )}
        <LeaveGuard dirty={summary.changes > 0} />
      </main>
    </FormContext>
  )
}
