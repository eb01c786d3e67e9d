import type { Entity } from '@mortise/sdk'
import { type ComponentType, lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { useShortcut } from '@/components/useShortcut.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { recordLabel } from '@/lib/definition.ts'
import type { RecordPlace } from '@/lib/record-place.ts'
import { ConflictBanner } from './ConflictBanner.tsx'
import { DuplicateDialog } from './DuplicateDialog.tsx'
import { firstOf } from './form/tabs.ts'
import { FactsContext } from './form/useFacts.ts'
import { FormContext } from './form/useFormStore.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { RecordHead } from './RecordHead.tsx'
import { RecordHeader } from './RecordHeader.tsx'
import { RecordFailed, RecordLoading, RecordMissing } from './RecordNotice.tsx'
import { RecordRail } from './rail/RecordRail.tsx'
import { relatedOf } from './related/relatedOf.ts'
import { SaveBar } from './SaveBar.tsx'
import { StagePath } from './StagePath.tsx'
import { RecordTabs } from './tabs/RecordTabs.tsx'
import { useTabs } from './tabs/useTabs.ts'
import { type RecordModel, useRecord } from './useRecord.ts'
import './records.css'

const RelatedLists = lazy(() => import('./related/RelatedLists.tsx'))

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
  const description = useDescription().data
  const related = useMemo(
    () => description !== undefined && relatedOf(description, entity).length > 0,
    [description, entity],
  )
  const tabs = useTabs({ sections: model.sections, store, facts: model.facts, related })
  useShowProblem(model, tabs)
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
                  <RecordTabs
                    model={tabs}
                    access={model.cell}
                    related={
                      <Suspense fallback={<Skeleton width={220} />}>
                        <RelatedLists entity={entity} place={around} />
                      </Suspense>
                    }
                  />
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

/** Opens the tab of the first field that was refused, and brings that into sight. */
function useShowProblem(model: RecordModel, { tabs, choose }: ReturnType<typeof useTabs>): void {
  const { refusals, store } = model
  const latest = useRef({ tabs, choose })
  latest.current = { tabs, choose }
  useEffect(() => {
    const { tabs, choose } = latest.current
    const first = refusals > 0 ? firstOf(tabs, store.refused()) : undefined
    if (!first) return
    choose(first.tab)
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        document.querySelector(`[data-field="${first.name}"]`)?.scrollIntoView({ block: 'nearest' }),
      ),
    )
    return () => cancelAnimationFrame(frame)
  }, [refusals, store])
}
