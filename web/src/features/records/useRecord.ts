import { type Entity, type Field, Stale } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { useFacts } from '@/lib/condition/useFacts.ts'
import { fieldOf, isRedacted } from '@/lib/definition.ts'
import { useRecordAccess } from './api/get-access.ts'
import { fieldsOfPage, recordKey, useRecordData } from './api/get-record.ts'
import { useChosenForm } from './form/useChosenForm.ts'
import { useFormSummary } from './form/useFormStore.ts'
import { useKeptFocus } from './form/useKeptFocus.ts'
import { isDrawn, useSections } from './form/useSections.ts'
import { useStore } from './form/useStore.ts'
import { useConflict } from './useConflict.ts'
import { useDraft } from './useDraft.ts'
import { useDuplicates } from './useDuplicates.ts'
import { useLiveRecord } from './useLiveRecord.ts'
import { useNews } from './useNews.ts'
import { useSendOnce } from './useSendOnce.ts'

/** Everything that the page of one record shows and does. */
export function useRecord(entity: Entity, id: string) {
  const queries = useQueryClient()
  const description = useDescription().data
  const fields = useMemo(() => fieldsOfPage(description, entity), [description, entity])

  const data = useRecordData(entity.name, id, fields)
  const access = useRecordAccess(entity, id)
  const record = data.data?.record
  const store = useStore(entity)
  const facts = useFacts(entity, store)
  const form = useChosenForm(entity, facts)
  const sections = useSections(entity, form)
  useKeptFocus(form)
  const { news, take, forget } = useNews(entity, store)
  useLiveRecord(entity.name, id, data.data)
  useEffect(() => {
    if (record) take(record)
  }, [record, take])
  const summary = useFormSummary(store)
  const etag = data.data?.etag ?? null
  /**
   * The version on which the unsaved changes were begun. A newer one may have come in since: saved
   * against that, they would overwrite what nobody has told the user of.
   */
  const begun = useRef(etag)
  useEffect(() => {
    if (summary.changes === 0) begun.current = etag
  }, [summary.changes, etag])
  const conflict = useConflict(store, async () => {
    const fresh = (await data.refetch()).data
    if (fresh) take(fresh.record)
    return fresh
  })
  const [refusals, setRefusals] = useState(0)
  const once = useSendOnce()
  const duplicates = useDuplicates()

  const refresh = async () => {
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
  const writable = (name: string) => {
    const field = fieldOf(entity, name)
    return field !== undefined && cell(field) === 'write'
  }
  const seen = (name: string) => {
    const field = fieldOf(entity, name)
    return field !== undefined && cell(field) !== 'masked'
  }
  const draft = useDraft({
    store,
    entity: entity.name,
    id,
    begun: () => begun.current,
    mayKeep: (name) => fieldOf(entity, name)?.type !== 'secret' && seen(name),
  })
  const save = useMutation({
    mutationFn: async (insist: boolean) => {
      const sent = store.edited()
      // What does not count is emptied with the next change, where the caller may.
      const changes = store.changes(facts.idle().filter(writable))
      const options = { key: once.keyOf([changes, begun.current, insist]), allowDuplicate: insist }
      return { sent, saved: await client.update(entity.name, id, changes, begun.current, options) }
    },
    onSettled: (_, error) => once.settle(error),
    onSuccess: async ({ sent, saved }) => {
      duplicates.close()
      forget()
      await refresh()
      begun.current = saved.etag
      store.settle(sent)
    },
    onError: (error) => {
      if (error instanceof Stale) void conflict.take(error)
      else {
        duplicates.take(error)
        store.refuse(error, (name) => isDrawn(sections, facts, name))
        setRefusals((count) => count + 1)
      }
    },
  })
  const begin = () => {
    if (store.changed().length > 0 && !save.isPending && !store.slipped()) save.mutate(false)
  }

  return {
    sections,
    facts,
    store,
    summary,
    record,
    news,
    draft: {
      ...draft,
      /** Puts what was kept into the form, to be saved against the version that it was begun on. */
      restore: () => {
        const kept = draft.offer
        if (!kept) return
        draft.take()
        const fresh = store.changed()
        for (const [name, value] of Object.entries(kept.values))
          if (seen(name) && !fresh.includes(name)) store.set(name, value)
        begun.current = kept.etag ?? begun.current
      },
    },
    missing: data.data === null,
    /** It was there when the page was opened. */
    gone: data.data === null && store.original('id') !== undefined,
    error: data.error,
    retry: () => data.refetch(),
    /** How often a save was refused for what stands in the form. */
    refusals,
    clash: conflict.clash,
    closeClash: conflict.close,
    /** Leaves some fields as others have changed them, and saves the rest against what was seen. */
    settle: (theirs: string[]) => {
      for (const name of theirs) store.revert(name)
      begun.current = conflict.clash?.etag ?? begun.current
      conflict.close()
      if (store.changed().length > 0) begin()
      else void refresh()
    },
    duplicates: { ...duplicates, insist: () => !save.isPending && save.mutate(true) },
    refresh,
    cell,
    actions: form?.actions ?? [],
    stage: form?.stage ? fieldOf(entity, form.stage) : undefined,
    may: (action: string) => access.data?.actions.includes(action) ?? false,
    saving: save.isPending,
    save: begin,
  }
}

export type RecordModel = ReturnType<typeof useRecord>
