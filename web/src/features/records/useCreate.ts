import type { Entity, Field, Me } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { useFacts } from '@/lib/condition/useFacts.ts'
import { fieldOf, isEmptyValue, recordLabel } from '@/lib/definition.ts'
import type { FormStore } from './form/FormStore.ts'
import { useChosenForm } from './form/useChosenForm.ts'
import { useFormSummary } from './form/useFormStore.ts'
import { useKeptFocus } from './form/useKeptFocus.ts'
import { isDrawn, sectionsOf, sectionsOfNew } from './form/useSections.ts'
import { useStore } from './form/useStore.ts'
import type { CreateSearch } from './search.ts'
import { useDuplicates } from './useDuplicates.ts'
import { useSendOnce } from './useSendOnce.ts'

function editable(field: Field): boolean {
  return !field.readOnly && !field.system && field.type !== 'autonumber'
}

/** The form as it begins: defaults of the fields, the caller as owner, and what the address says. */
function startForm(
  form: FormStore,
  entity: Entity,
  me: Me['user'] | undefined,
  preset: CreateSearch['preset'],
): void {
  for (const field of entity.fields) {
    if (field.name === entity.owner && me && editable(field))
      form.set(field.name, { id: me.id, label: me.name })
    else if (!isEmptyValue(field.default)) form.set(field.name, field.default)
    const given = preset?.[field.name]
    if (editable(field) && !isEmptyValue(given)) form.set(field.name, given)
  }
}

/** Holds the form of a record that does not exist yet, and creates it; what is given counts instead of the address. */
export function useCreate(entity: Entity, onCreated: (id: string) => void, given?: CreateSearch) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const me = useMe().data?.user
  const address = useSearch({ strict: false }) as CreateSearch
  const { preset } = given ?? address
  const store = useStore(entity, (form) => startForm(form, entity, me, preset))
  const facts = useFacts(entity, store)
  const summary = useFormSummary(store)
  const form = useChosenForm(entity, facts)
  const sections = useMemo(() => sectionsOfNew(sectionsOf(entity, form), editable), [entity, form])
  useKeptFocus(form)

  const once = useSendOnce()
  const duplicates = useDuplicates()
  const create = useMutation({
    mutationFn: (insist: boolean) => {
      const values = store.changes(facts.idle())
      return client.create(entity.name, values, {
        key: once.keyOf([values, insist]),
        allowDuplicate: insist,
      })
    },
    onSettled: (_, error) => once.settle(error),
    onSuccess: (record) => {
      duplicates.close()
      store.discard()
      queries.invalidateQueries({ queryKey: ['records', entity.name] })
      showToast({ tone: 'plain', text: t('record.created', { name: recordLabel(entity, record) }) })
      onCreated(record.id)
    },
    onError: (error) => {
      duplicates.take(error)
      store.refuse(error, (name) => isDrawn(sections, facts, name))
    },
  })

  const stage = form?.stage ? fieldOf(entity, form.stage) : undefined
  const placed = sections.some((section) => section.fields.some((field) => field === stage))
  return {
    facts,
    store,
    summary,
    sections,
    /** The stage, when no section has it. */
    stage: stage && editable(stage) && !placed ? stage : undefined,
    saving: create.isPending,
    done: create.isSuccess,
    save: () => {
      if (!create.isPending && !store.slipped()) create.mutate(false)
    },
    duplicates: { ...duplicates, insist: () => !create.isPending && create.mutate(true) },
  }
}
