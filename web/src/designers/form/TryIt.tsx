import { Client, type DraftName, type Entity, type Field } from '@mortise/sdk'
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
import { listAt, textAt } from '../core/document.ts'
import { type Named, useDocs, useStudio, useWords } from '../core/useBench.ts'
import { useFormDesign } from './design.ts'
import { type Tried, triedForm } from './tried.ts'

/** What in a document stands before a condition. */
const conditionMembers = ['"visible":', '"x-visible":', '"x-required":', '"x-read-only":']

/** Draws the form as records are drawn, with an empty one: it can be filled in, and nothing is saved. */
export default function TryIt() {
  const { t, language } = useWords()
  const { entity, entityDoc, form } = useFormDesign()
  const drawn = JSON.stringify([entityDoc, form])
  const hasConditions = conditionMembers.some((member) => drawn.includes(member))
  const told = useTold(entity, drawn, hasConditions)
  const tried = useMemo(
    () => triedForm(entityDoc, form, language, told.data ?? undefined),
    [entityDoc, form, language, told.data],
  )
  return (
    <div className="b-form-canvas">
      <div className="b-form-sheet b-form-try">
        <p className="b-form-hint" role="status">
          {t(`design.form.try.${told.isError ? 'problems' : told.data === null ? 'unseen' : 'hint'}`)}
        </p>
        {!told.isLoading && <TriedForm {...tried} />}
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

/**
 * What the server tells of an entity as it is drawn, with its conditions read; null when nobody may see
 * it. It is asked as oneself, and where one may not see the entity as a role that may.
 */
function useTold(entity: string, drawn: string, hasConditions: boolean) {
  const { draft, saver } = useStudio()
  const roles = rolesReading(useDocs('grant', entity))
  return useQuery({
    queryKey: ['design', 'tried', draft, entity, drawn, roles],
    queryFn: async ({ signal }): Promise<Entity | null> => {
      await saver.flush()
      for (const role of [undefined, ...roles]) {
        const told = await describedTo(role, draft, entity, signal)
        if (told) return told
      }
      return null
    },
    enabled: hasConditions,
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** The roles that may read an entity, at most three. */
function rolesReading(grants: readonly Named[]): readonly string[] {
  const reading = grants.filter(({ doc }) => listAt<string>(doc, 'actions').includes('read'))
  return [...new Set(reading.map(({ doc }) => textAt(doc, 'role')))].slice(0, 3)
}

/** What a preview of the draft describes an entity as, to oneself or to a role. */
async function describedTo(
  role: string | undefined,
  draft: DraftName,
  entity: string,
  signal: AbortSignal,
): Promise<Entity | undefined> {
  const { id } = await client.design.preview({ draft, role })
  const inDraft = new Client({ language: currentLanguage, zone: currentZone, preview: () => id })
  try {
    const { entities } = await inDraft.describe(signal, [entity])
    return entities.find(({ name }) => name === entity)
  } finally {
    // It ends by itself, too.
    client.design.endPreview(id).catch(() => undefined)
  }
}
