import type { Entity } from '@mortise/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { useShortcut } from '@/components/useShortcut.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import { FactsContext } from '@/lib/condition/useFacts.ts'
import { DraftBanner } from './DraftBanner.tsx'
import { DuplicateDialog } from './DuplicateDialog.tsx'
import { DuplicateHint } from './DuplicateHint.tsx'
import { DryRun } from './form/DryRun.tsx'
import { FormSections } from './form/FormSections.tsx'
import { FormContext } from './form/useFormStore.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { Crumbs } from './RecordHeader.tsx'
import { SaveBar } from './SaveBar.tsx'
import { StagePath } from './StagePath.tsx'
import { useCreate } from './useCreate.ts'
import { useCreateDraft } from './useDraft.ts'
import './records.css'

/** The form of a new record. */
export function CreatePage({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const model = useCreate(entity, (id) =>
    navigate({
      to: '/e/$entity/$id',
      params: { entity: entity.name, id },
      replace: true,
      ignoreBlocker: true,
    }),
  )
  const draft = useCreateDraft(entity, model.store)
  useShortcut('mod+s', model.save)
  const place = useMemo(() => ({ entity: entity.name }), [entity.name])
  const title = t('record.newNamed', { name: entity.title })
  return (
    <FormContext value={model.store}>
      <main className="a-page" aria-label={title}>
        <PageHeader>
          <Crumbs entity={entity} title={title} />
        </PageHeader>
        <div className="r-page r-page--create">
          <div className="r-main">
            <div className="r-scroll">
              <div className="r-create-head">
                <EntityIcon icon={entity.icon} color={entity.color} />
                <h1>{title}</h1>
              </div>
              {draft.offer && (
                <DraftBanner draft={draft.offer} onRestore={draft.restore} onDiscard={draft.drop} />
              )}
              <DuplicateHint entity={entity} />
              {model.stage && <StagePath field={model.stage} access="write" />}
              <FactsContext value={model.facts}>
                <DryRun entity={entity} />
                <PlaceProvider value={place}>
                  <FormSections sections={model.sections} access={() => 'write'} open />
                </PlaceProvider>
              </FactsContext>
            </div>
            <SaveBar
              always
              summary={model.summary}
              idleText={t('record.fill')}
              busy={model.saving}
              onDiscard={() => navigate({ to: '/e/$entity', params: { entity: entity.name } })}
              onSave={model.save}
            />
          </div>
        </div>
        {model.duplicates.refusal && (
          <DuplicateDialog
            entity={entity}
            refusal={model.duplicates.refusal}
            insistText={t('duplicate.create')}
            busy={model.saving}
            onInsist={model.duplicates.insist}
            onClose={model.duplicates.close}
          />
        )}
        <LeaveGuard dirty={model.summary.changes > 0 && !model.done} kept={draft.kept} />
      </main>
    </FormContext>
  )
}
