import type { Entity } from '@mortise/sdk'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useShortcut } from '@/components/useShortcut.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import { recordLabel } from '@/lib/definition.ts'
import { ConflictBanner } from './ConflictBanner.tsx'
import { DuplicateDialog } from './DuplicateDialog.tsx'
import { FormSections } from './form/FormSections.tsx'
import { FactsContext } from './form/useFacts.ts'
import { FormContext } from './form/useFormStore.ts'
import { HistoryRail } from './HistoryRail.tsx'
import { LeaveGuard } from './LeaveGuard.tsx'
import { RecordHead } from './RecordHead.tsx'
import { RecordHeader } from './RecordHeader.tsx'
import { RecordFailed, RecordLoading, RecordMissing } from './RecordNotice.tsx'
import { SaveBar } from './SaveBar.tsx'
import { StagePath } from './StagePath.tsx'
import { type RecordModel, useRecord } from './useRecord.ts'
import './records.css'

/** The page of one record. */
export function RecordPage({ entity, id }: { entity: Entity; id: string }) {
  const model = useRecord(entity, id)
  const { record } = model
  if (model.missing) return <RecordMissing entity={entity} />
  if (!record && model.error)
    return <RecordFailed entity={entity} error={model.error} onRetry={model.retry} />
  if (!record) return <RecordLoading entity={entity} />
  return <LoadedRecord entity={entity} id={id} model={model} />
}

function LoadedRecord({ entity, id, model }: { entity: Entity; id: string; model: RecordModel }) {
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
  return (
    <FormContext value={store}>
      <main className="a-page" aria-label={name}>
        <RecordHeader entity={entity} record={record} model={model} name={name} />
        <div className={model.may('history') ? 'r-page' : 'r-page r-page--plain'}>
          <div className="r-main">
            <div className="r-scroll">
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
          {model.may('history') && <HistoryRail entity={entity} id={id} />}
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
