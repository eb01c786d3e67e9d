import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { fieldType } from '@/field-types/registry.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { useConditionWords } from '../core/condition/useConditionWords.ts'
import { textAt } from '../core/document.ts'
import { fieldDoc, fieldTitle } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import { useAt } from '../core/useAt.ts'
import { useDoc, useDocs, useWords } from '../core/useBench.ts'
import { Canvas } from './Canvas.tsx'
import { CanvasHead, type Mode } from './CanvasHead.tsx'
import { generatedForm, placeOfField, sectionsOf } from './commands.ts'
import { type FormDesign, FormDesignContext, focusNode, type Selected, selectedAt } from './design.ts'
import './form.css'
import './panel.css'
import { chosenForm, sortedForms } from './forms.ts'
import { Palette } from './Palette.tsx'
import { tabAt, tabsOf } from './tabs.ts'
import { useFormEdits } from './useFormEdits.ts'
import { useMasked } from './useMasked.ts'
import type { Drawn } from './walk.ts'

// The pages of records come only when it is tried.
const Panel = lazy(async () => ({ default: (await import('./Panel.tsx')).Panel }))
const TryIt = lazy(() => import('./TryIt.tsx'))

/** Draws the forms of an entity: what can be put in at the left, the form in the middle, properties at the right. */
export default function FormsPage({ entity }: { entity: string }) {
  const docs = useDocs('form', entity)
  const forms = useMemo(() => sortedForms(docs), [docs])
  const { item } = useSearch({ strict: false }) as { item?: string }
  const navigate = useNavigate()
  const chosen = chosenForm(forms, item)
  const name = chosen?.name ?? `${entity}.default`
  const choose = (next: string) =>
    void navigate({
      to: '/design/e/$entity/$part',
      params: { entity, part: 'forms' },
      search: { item: next },
    })
  return <DesignedForm key={name} entity={entity} name={name} onChoose={choose} />
}

interface DesignedFormProps {
  entity: string
  name: string
  onChoose: (name: string) => void
}

function DesignedForm({ entity, name, onChoose }: DesignedFormProps) {
  const { t } = useWords()
  const [mode, setMode] = useState<Mode>('desktop')
  const design = useDesign(entity, name, mode === 'phone')
  if (!design) return null
  return (
    <FormDesignContext value={design}>
      <div className="b-form">
        <aside className="b-form-palette" aria-label={t('design.form.palette')}>
          <Palette />
        </aside>
        <section className="b-form-main" aria-label={t('design.form.canvas')}>
          <CanvasHead mode={mode} onMode={setMode} onChoose={onChoose} />
          {mode === 'try' ? (
            <Suspense fallback={null}>
              <TryIt />
            </Suspense>
          ) : (
            <Canvas phone={mode === 'phone'} />
          )}
        </section>
        <aside className="b-form-panel" aria-label={t('design.form.properties')}>
          <Suspense>
            <Panel onChoose={onChoose} />
          </Suspense>
        </aside>
      </div>
    </FormDesignContext>
  )
}

/** The form that is designed with all that is done to it. */
function useDesign(entity: string, name: string, phone: boolean): FormDesign | null {
  const { t, language } = useWords()
  const entityDoc = useDoc('entity', entity)
  const doc = useDoc('form', name)
  const masked = useMasked(entity)
  const conditionWords = useConditionWords(entity)
  const single = useNarrow() || phone
  const [selected, setSelected] = useState<Selected>({ kind: 'form' })
  const [tab, setTab] = useState(0)
  const generated = useMemo(() => generatedForm(entityDoc ?? {}, name), [entityDoc, name])
  const form = doc ?? generated
  const drawn = useMemo(
    (): Drawn => ({
      columns: (section) => (single ? 1 : Math.max(1, Math.min(Number(section.columns) || 1, 3))),
      isWide: (field) => fieldType(textAt(fieldDoc(entityDoc, field), 'x-field')).wide === true,
    }),
    [entityDoc, single],
  )
  // The tab follows what is selected, but stays when nothing in it is.
  const select = useCallback((next: Selected) => {
    setSelected(next)
    if (next.kind === 'tab') setTab(next.at)
  }, [])
  const edits = useFormEdits({ entity, name, generated, select, drawn })
  useAt((pointer) => {
    const found = selectedAt(edits.now(), pointer)
    select(found)
    focusNode(found)
  })
  if (!entityDoc) return null
  const there = stillThere(form, selected)
  const followed = tabOf(form, there)
  const shown = Math.min(followed ?? tab, tabsOf(form).length - 1)
  if (shown !== tab) setTab(shown)
  const tabTitle = (at: number) => titleIn(tabsOf(form)[at]?.tab, language) || t('record.details')
  return {
    entity,
    entityDoc,
    name,
    form,
    exists: doc !== undefined,
    selected: there,
    select,
    tab: shown,
    edits,
    titleOf: (field) => fieldTitle(entityDoc, field, language),
    sectionTitle: (at) =>
      titleIn(sectionsOf(form)[at]?.title, language) || t('design.form.sectionNth', { at: at + 1 }),
    tabTitle,
    columnsOf: drawn.columns,
    isWide: drawn.isWide,
    masked,
    conditionWords,
  }
}

/** What is selected, as long as it is in the form: others may have taken it away. */
function stillThere(form: FormDesign['form'], selected: Selected): Selected {
  const gone =
    (selected.kind === 'field' && !placeOfField(form, selected.name)) ||
    (selected.kind === 'section' && selected.at >= sectionsOf(form).length) ||
    (selected.kind === 'tab' && selected.at >= tabsOf(form).length)
  return gone ? { kind: 'form' } : selected
}

function tabOf(form: FormDesign['form'], selected: Selected): number | undefined {
  if (selected.kind === 'field') return tabAt(form, placeOfField(form, selected.name)?.section ?? 0)
  if (selected.kind === 'section') return tabAt(form, selected.at)
  return selected.kind === 'tab' ? selected.at : undefined
}
