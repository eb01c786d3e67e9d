import type { WireRecord } from '@mortise/sdk'
import { lazy, Suspense, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '@/components/Notice.tsx'
import { useShortcut } from '@/components/useShortcut.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { FactsContext } from '@/lib/condition/useFacts.ts'
import { recordLabel } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { DraftBanner } from './DraftBanner.tsx'
import { DuplicateDialog } from './DuplicateDialog.tsx'
import { DuplicateHint } from './DuplicateHint.tsx'
import { FormActions } from './FormActions.tsx'
import { firstOf } from './form/tabs.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { RecordHead } from './RecordHead.tsx'
import { RecordHeader } from './RecordHeader.tsx'
import type { RecordPageProps } from './RecordPage.tsx'
import { RecordRail } from './rail/RecordRail.tsx'
import { relatedOf } from './related/relatedOf.ts'
import { SaveBar } from './SaveBar.tsx'
import { StagePath } from './StagePath.tsx'
import { RecordTabs } from './tabs/RecordTabs.tsx'
import { useTabs } from './tabs/useTabs.ts'
import type { News } from './useNews.ts'
import type { RecordModel } from './useRecord.ts'
import { Walk } from './Walk.tsx'

const RelatedLists = lazy(() => import('./related/RelatedLists.tsx'))
const ConflictDialog = lazy(() => import('./ConflictDialog.tsx'))

interface LoadedRecordProps extends RecordPageProps {
  record: WireRecord
  model: RecordModel
}

/** The page of a record that has come. */
export function LoadedRecord({ entity, id, record, model, parts }: LoadedRecordProps) {
  const { t } = useTranslation()
  const { store, summary, stage, draft } = model
  const place = useMemo(() => ({ entity: entity.name, id }), [entity.name, id])
  useShortcut('mod+s', model.save)
  const description = useDescription().data
  const related = useMemo(
    () => description !== undefined && relatedOf(description, entity, model.sections).length > 0,
    [description, entity, model.sections],
  )
  const tabs = useTabs({ sections: model.sections, store, facts: model.facts, related })
  useShowProblem(model, tabs)
  const news = useNewsText(model.news)
  const name = recordLabel(entity, record)
  const target = useMemo(() => ({ entity: entity.name, id, label: name }), [entity.name, id, name])
  const around = { entity, record, name, may: model.may, refresh: model.refresh }
  return (
    <main className="a-page" aria-label={name}>
      <RecordHeader
        entity={entity}
        name={name}
        actions={
          <>
            <Walk entity={entity.name} id={id} />
            <parts.Actions place={around} />
          </>
        }
      />
      <div className="r-page">
        <div className="r-main">
          <div className="r-scroll">
            <parts.Banner place={around} />
            {record.archived_at ? (
              <p className="r-banner" role="status">
                {t(summary.changes > 0 ? 'record.archivedUnsaved' : 'record.archived')}
              </p>
            ) : null}
            {draft.offer && (
              <DraftBanner draft={draft.offer} onRestore={draft.restore} onDiscard={draft.drop} />
            )}
            <RecordHead
              entity={entity}
              record={record}
              name={name}
              actions={
                <FormActions actions={model.actions} record={record} target={target} onDone={model.refresh} />
              }
            />
            <DuplicateHint entity={entity} id={id} />
            {stage && <StagePath field={stage} access={model.cell(stage)} />}
            <FactsContext value={model.facts}>
              <PlaceProvider value={place}>
                <RecordTabs
                  model={tabs}
                  access={model.cell}
                  target={target}
                  related={
                    <Suspense fallback={<Skeleton width={220} />}>
                      <RelatedLists entity={entity} sections={model.sections} target={target} />
                    </Suspense>
                  }
                />
              </PlaceProvider>
            </FactsContext>
          </div>
          {record.archived_at && summary.changes === 0 ? null : (
            <SaveBar
              summary={summary}
              idleText={t('record.saved')}
              news={news}
              busy={model.saving}
              onDiscard={() => store.discard()}
              onSave={model.save}
            />
          )}
        </div>
        <RecordRail entity={entity} place={around} />
      </div>
      {model.clash && (
        <Suspense>
          <ConflictDialog
            entity={entity}
            conflicts={model.clash.fields}
            onChosen={model.settle}
            onClose={model.closeClash}
          />
        </Suspense>
      )}
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
      <LeaveGuard dirty={summary.changes > 0} kept={draft.kept} />
    </main>
  )
}

/** What others have changed, in a sentence. */
function useNewsText(news: News | undefined): string | undefined {
  const { t } = useTranslation()
  const language = useLanguage()
  if (!news) return undefined
  const fields = new Intl.ListFormat(language).format(news.fields)
  return t('conflict.news', { by: news.by, fields })
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
    let frame = 0
    const show = () =>
      document.querySelector(`[data-field="${first.name}"]`)?.scrollIntoView({ block: 'nearest' })
    void choose(first.tab).then(() => {
      frame = requestAnimationFrame(show)
    })
    return () => cancelAnimationFrame(frame)
  }, [refusals, store])
}
