import { type Entity, type Field, Problem, type WireRecord } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { fieldOf, isRedacted, requestFields } from '@/lib/definition.ts'
import { useRecordAccess } from './api/get-access.ts'
import { recordKey, useRecordData } from './api/get-record.ts'
import { FormStore } from './form/FormStore.ts'
import { useFacts } from './form/useFacts.ts'
import { useFormSummary } from './form/useFormStore.ts'
import { isDrawn, useSections } from './form/useSections.ts'
import { wireOf } from './form/wireOf.ts'

/** Everything that the page of one record shows and does. */
export function useRecord(entity: Entity, id: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const description = useDescription().data
  const sections = useSections(entity)
  const fields = useMemo(() => {
    const names = entity.fields.filter((field) => field.name !== 'id').map((field) => field.name)
    return description ? requestFields(description, entity, names) : names
  }, [description, entity])

  const data = useRecordData(entity.name, id, fields)
  const access = useRecordAccess(entity.name, id)
  const record = data.data?.record
  const [store] = useState(() => new FormStore({}, wireOf(entity)))
  const facts = useFacts(entity, store)
  const loaded = useRef<WireRecord>(undefined)
  useEffect(() => {
    if (!record || loaded.current === record) return
    loaded.current = record
    store.rebase(record)
  }, [record, store])
  const [stale, setStale] = useState(false)

  const refresh = async () => {
    setStale(false)
    await Promise.all([
      queries.invalidateQueries({ queryKey: recordKey(entity.name, id) }),
      queries.invalidateQueries({ queryKey: ['records', entity.name] }),
      queries.invalidateQueries({ queryKey: ['label', entity.name, id] }),
    ])
  }

  const cell = (field: Field) => {
    const granted = access.data?.fields[field.name]
    if (record && isRedacted(record, field.name)) return 'masked' as const
    if (granted === 'masked') return 'masked' as const
    if (field.readOnly || record?.archived_at) return 'read' as const
    return granted === 'write' ? ('write' as const) : ('read' as const)
  }
  /** What does not count is emptied with the next change, where the caller may. */
  const idle = () =>
    facts.idle().filter((name) => {
      const field = fieldOf(entity, name)
      return field !== undefined && cell(field) === 'write'
    })
  const save = useMutation({
    mutationFn: () => client.update(entity.name, id, store.changes(idle()), data.data?.etag),
    onSuccess: async () => {
      await refresh()
      store.discard()
    },
    onError: (error) => {
      if (error instanceof Problem && error.status === 412) {
        setStale(true)
        store.refuse(new Error(t('record.conflict')), () => false)
        return
      }
      store.refuse(error, (name) => isDrawn(sections, facts, name))
    },
  })
  const summary = useFormSummary(store)

  return {
    sections,
    facts,
    store,
    summary,
    record,
    missing: data.data === null,
    error: data.error,
    retry: () => data.refetch(),
    stale,
    refresh,
    cell,
    stage: entity.form?.stage ? fieldOf(entity, entity.form.stage) : undefined,
    may: (action: string) => access.data?.actions.includes(action) ?? false,
    saving: save.isPending,
    save: () => {
      if (summary.changes > 0 && !save.isPending && !store.slipped()) save.mutate()
    },
  }
}

export type RecordModel = ReturnType<typeof useRecord>
