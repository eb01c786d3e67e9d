import { Client, type Entity, type Field } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { FormSections } from '@/features/records/form/FormSections.tsx'
import { FormContext } from '@/features/records/form/useFormStore.ts'
import { sectionsOf } from '@/features/records/form/useSections.ts'
import { useStore } from '@/features/records/form/useStore.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import { client } from '@/lib/api/client.ts'
import { FactsContext, useFacts } from '@/lib/condition/useFacts.ts'
import { currentLanguage } from '@/lib/i18n/index.ts'
import { currentZone } from '@/lib/zone.ts'
import { useStudio, useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { type Tried, triedForm } from './tried.ts'

/** Draws the form as records are drawn, with an empty one: it can be filled in, and nothing is saved. */
export default function TryIt() {
  const { t, language } = useWords()
  const { entity, entityDoc, form } = useFormDesign()
  const told = useTold(entity, JSON.stringify([entityDoc, form]))
  const tried = useMemo(
    () => triedForm(entityDoc, form, language, told.data ?? undefined),
    [entityDoc, form, language, told.data],
  )
  return (
    <div className="b-form-canvas">
      <div className="b-form-sheet b-form-try">
        <p className="b-form-hint" role="status">
          {t(told.isError ? 'design.form.tryWithout' : 'design.form.tryHint')}
        </p>
        {!told.isPending && <TriedForm {...tried} />}
      </div>
    </div>
  )
}

function TriedForm({ entity, form }: Tried) {
  const store = useStore(entity)
  const facts = useFacts(entity, store)
  const sections = useMemo(() => sectionsOf(entity, form), [entity, form])
  const place = useMemo(() => ({ entity: entity.name }), [entity.name])
  return (
    <FormContext value={store}>
      <FactsContext value={facts}>
        <PlaceProvider value={place}>
          <FormSections sections={sections} access={accessTo} open />
        </PlaceProvider>
      </FactsContext>
    </FormContext>
  )
}

const accessTo = ({ readOnly, system, computed, type }: Field) =>
  readOnly || system || computed || type === 'autonumber' ? 'read' : 'write'

/** What the server tells of an entity as it is drawn: with its conditions read. */
function useTold(entity: string, drawn: string) {
  const { draft, saver } = useStudio()
  return useQuery({
    queryKey: ['design', 'tried', draft, entity, drawn],
    queryFn: async ({ signal }): Promise<Entity | null> => {
      await saver.flush()
      const { id } = await client.design.preview({ draft })
      const inDraft = new Client({ language: currentLanguage, zone: currentZone, preview: () => id })
      try {
        const { entities } = await inDraft.describe(signal, [entity])
        return entities.find(({ name }) => name === entity) ?? null
      } finally {
        // It ends by itself, too.
        client.design.endPreview(id).catch(() => undefined)
      }
    },
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
