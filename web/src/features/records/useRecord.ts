import { type Entity, type Field, type FieldConflict, Stale, type WireRecord } from '@mortise/sdk'
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
import { useDuplicates } from './useDuplicates.ts'
import { useSendOnce } from './useSendOnce.ts'

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
  const summary = useFormSummary(store)
  const etag = data.data?.etag
  /**
   * The version on which the unsaved changes were begun. A newer one may have come in since: saved
   * against that, they would overwrite what nobody has told the user of.
   */
  const begun = useRef(etag)
  useEffect(() => {
    if (summary.changes === 0) begun.current = etag
  }, [summary.changes, etag])
  const [stale, setStale] = useState<FieldConflict[]>()
  const [refusals, setRefusals] = useState(0)
  const once = useSendOnce()
  const duplicates = useDuplicates()

  const refresh = async () => {
    setStale(undefined)
    await Promise.all([
      queries.invalidateQueries({ queryKey: recordKey(entity.name, id) }),
      data.refetch({ cancelRefetch: false }).then((fresh) => {
        begun.current = fresh.data?.etag
      }),
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
    mutationFn: (insist: boolean) => {
      const changes = store.changes(idle())
      const options = { key: once.keyOf([changes, begun.current, insist]), allowDuplicate: insist }
      return client.update(entity.name, id, changes, begun.current, options)
    },
    onSettled: (_, error) => once.settle(error),
    onSuccess: async () => {
      duplicates.close()
      await refresh()
      store.discard()
    },
    onError: (error) => {
      if (error instanceof Stale) {
        setStale(error.conflicts)
        const text = error.conflicts.length > 0 ? 'conflict.text' : 'record.conflict'
        store.refuse(new Error(t(text)), () => false)
        return
      }
      duplicates.take(error)
      store.refuse(error, (name) => isDrawn(sections, facts, name))
      setRefusals((count) => count + 1)
    },
  })

  return {
    sections,
    facts,
    store,
    summary,
    record,
    missing: data.data === null,
    error: data.error,
    retry: () => data.refetch(),
    /** How often a save was refused for what stands in the form. */
    refusals,
    /** What somebody else has changed, too, of a save that was refused for it. */
    stale,
    /** Gives up what somebody else has changed, too. */
    yieldFields: () => {
      for (const { field } of stale ?? []) store.revert(field)
      return refresh()
    },
    duplicates: { ...duplicates, insist: () => !save.isPending && save.mutate(true) },
    refresh,
    cell,
    stage: entity.form?.stage ? fieldOf(entity, entity.form.stage) : undefined,
    may: (action: string) => access.data?.actions.includes(action) ?? false,
    saving: save.isPending,
    save: () => {
      if (summary.changes > 0 && !save.isPending && !store.slipped()) save.mutate(false)
    },
  }
}

export type RecordModel = ReturnType<typeof useRecord>
