import { useRouter } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import { type KeyboardEvent, type SyntheticEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { modKey } from '@/components/useShortcut.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import type { QuickCreateProps } from '@/field-types/quick-create.ts'
import { labelOf } from '@/lib/api/labels.ts'
import { FactsContext } from '@/lib/condition/useFacts.ts'
import { shortId } from '@/lib/definition.ts'
import { focusWhenThere } from '@/lib/focusWhenThere.ts'
import { DuplicateDialog } from '../DuplicateDialog.tsx'
import { DuplicateHint } from '../DuplicateHint.tsx'
import { DryRun } from '../form/DryRun.tsx'
import { FormSections } from '../form/FormSections.tsx'
import type { FormStore } from '../form/FormStore.ts'
import { FormContext } from '../form/useFormStore.ts'
import { LeaveDialog } from '../LeaveDialog.tsx'
import { StagePath } from '../StagePath.tsx'
import { useCreate } from '../useCreate.ts'
import { presetOf } from './presetOf.ts'
import { quickSections } from './quickFields.ts'
import { useRequired } from './useRequired.ts'
import './quick.css'

/** All names that were ever among these: a field stays while it is mended. */
function useStaying(names: string[]): string[] {
  const [all, setAll] = useState<string[]>([])
  const more = names.filter((name) => !all.includes(name))
  if (more.length > 0) setAll([...all, ...more])
  return all
}

/** Escape closes an open list before it closes the window around it. */
function guardLists(event: KeyboardEvent) {
  const open = event.key === 'Escape' && event.currentTarget.querySelector('[aria-expanded="true"]')
  if (open) event.preventDefault()
}

const keep = (event: SyntheticEvent) => event.stopPropagation()

/** Closes the window, or asks before what was entered is lost. */
function useClosing(store: FormStore, onClose: () => void) {
  const [begun] = useState(() => JSON.stringify(store.edited()))
  const [asking, setAsking] = useState(false)
  return {
    asking,
    stay: () => setAsking(false),
    close: () => (JSON.stringify(store.edited()) === begun ? onClose() : setAsking(true)),
  }
}

/** Makes a record in a window, with as few fields as it needs or with all of its form. */
export default function QuickCreate({ entity, preset, whole, onCreated, onClose }: QuickCreateProps) {
  const { t } = useTranslation()
  const router = useRouter()
  const finish = async (id: string) => {
    const label = await labelOf(entity, id).catch(() => null)
    onCreated({ id, label: label ?? shortId(id) })
  }
  const model = useCreate(entity, finish, { preset })
  const required = useRequired(model.facts, entity.fields)
  const refused = useStaying(model.summary.problems > 0 ? model.store.refused() : [])
  const sections = whole
    ? model.sections.filter(({ fields }) => fields.length > 0)
    : quickSections(entity, model.sections, { preset, required, refused })
  const { asking, stay, close } = useClosing(model.store, onClose)
  const box = useRef<HTMLDivElement>(null)
  const [before] = useState(() => document.activeElement)
  useEffect(() => {
    const fields = box.current?.querySelector('.m-dialog__body')
    const end = fields && focusWhenThere(fields, '.r-field :is(input, textarea)')
    return () => {
      end?.()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [before])
  // Only what a save was refused for: while one types, the focus stays.
  const { saving } = model
  const saved = useRef(false)
  useEffect(() => {
    if (saved.current && !saving) box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    saved.current = saving
  }, [saving])
  const place = useMemo(() => ({ entity: entity.name }), [entity.name])
  const openWhole = () => {
    const search = { preset: presetOf(entity, model.store) }
    const { href } = router.buildLocation({
      to: '/e/$entity/new',
      params: { entity: entity.name },
      search: search as never,
    })
    window.open(href, '_blank', 'noopener')
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key.toLowerCase() !== 's' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    model.save()
  }
  return (
    // What happens in the window is nothing to the input that it was opened from.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps events to itself
    <div
      ref={box}
      className="r-quick"
      onKeyDownCapture={guardLists}
      onKeyDown={onKeyDown}
      onFocus={keep}
      onBlur={keep}
      onMouseDown={keep}
      onPaste={keep}
    >
      <Dialog
        title={t('record.newNamed', { name: entity.title })}
        closeLabel={t('action.close')}
        width={whole ? 720 : 560}
        onClose={close}
        footer={
          <>
            {!whole && (
              <span className="r-quick__whole">
                <Button look="ghost" icon={<ExternalLink size={14} aria-hidden="true" />} onClick={openWhole}>
                  {t('quick.whole')}
                </Button>
              </span>
            )}
            <Button onClick={close}>{t('action.cancel')}</Button>
            <Button look="primary" shortcut={`${modKey}S`} busy={model.saving} onClick={model.save}>
              {t('quick.create')}
            </Button>
          </>
        }
      >
        <FormContext value={model.store}>
          <DuplicateHint entity={entity} />
          {model.stage?.required && <StagePath field={model.stage} access="write" />}
          <FactsContext value={model.facts}>
            <DryRun entity={entity} />
            <PlaceProvider value={place}>
              <FormSections sections={sections} access={() => 'write'} open />
            </PlaceProvider>
          </FactsContext>
        </FormContext>
        <p className="r-quick__problem" role="alert">
          {model.summary.problem}
        </p>
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
        {asking && <LeaveDialog text={t('record.closeText')} onStay={stay} onDiscard={onClose} />}
      </Dialog>
    </div>
  )
}
