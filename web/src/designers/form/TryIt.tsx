import type { Field } from '@mortise/sdk'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { FormSections } from '@/features/records/form/FormSections.tsx'
import { FormContext } from '@/features/records/form/useFormStore.ts'
import { sectionsOf } from '@/features/records/form/useSections.ts'
import { useStore } from '@/features/records/form/useStore.ts'
import { PlaceProvider } from '@/field-types/place.ts'
import { client } from '@/lib/api/client.ts'
import { FactsContext, useFacts } from '@/lib/condition/useFacts.ts'
import { useDocs, useStudio, useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { conditionsOf, type Tried, triedForm } from './tried.ts'

const none: never[] = []

/** Draws the form as records are drawn, with an empty one: it can be filled in, and nothing is saved. */
export default function TryIt() {
  const { t, language } = useWords()
  const { entity, entityDoc, form } = useFormDesign()
  const choices = useDocs('choices')
  const read = useConditions(entity, conditionsOf(entityDoc, form), JSON.stringify(entityDoc))
  const conditions = read.data ?? none
  const tried = useMemo(
    () => triedForm({ entity: entityDoc, form, language, choices, conditions }),
    [entityDoc, form, language, choices, conditions],
  )
  return (
    <div className="b-form-canvas">
      <div className="b-form-sheet b-form-try">
        <p className="b-form-hint" role="status">
          {t(read.isError ? 'design.form.tryWithout' : 'design.form.tryHint')}
        </p>
        {!read.isLoading && <TriedForm {...tried} />}
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

/** Conditions as the server reads them by the draft, when the entity is saved as it is drawn. */
function useConditions(entity: string, sources: string[], drawn: string) {
  const { draft, saver } = useStudio()
  return useQuery({
    queryKey: ['design', 'conditions', draft, entity, sources, drawn],
    queryFn: async ({ signal }) => {
      await saver.flush()
      return client.design.conditions(entity, sources, { draft }, signal)
    },
    enabled: sources.length > 0,
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
