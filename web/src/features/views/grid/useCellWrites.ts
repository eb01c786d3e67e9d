import type { Entity, Field, RecordAccess, WireRecord } from '@mortise/sdk'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { typeOf } from '@/field-types/registry.ts'
import { client } from '@/lib/api/client.ts'
import { isRedacted, wireValue } from '@/lib/definition.ts'
import { wordsOf } from '../problem-words.ts'

/** A new value of one cell. */
export interface CellChange {
  record: WireRecord
  field: Field
  value: unknown
}

/** Records whose access is asked for at a time, and operations of one batch. */
const most = { access: 50, batch: 200 }

interface Edit {
  record: WireRecord
  values: { [field: string]: unknown }
  wire: { [field: string]: unknown }
}

function byRecord(changes: CellChange[]): Edit[] {
  const edits = new Map<string, Edit>()
  for (const { record, field, value } of changes) {
    const edit = edits.get(record.id) ?? { record, values: {}, wire: {} }
    edit.values[field.name] = value
    edit.wire[field.name] = (typeOf(field).wire ?? wireValue)(value)
    edits.set(record.id, edit)
  }
  return [...edits.values()]
}

/** Whether the definitions alone keep a cell from being changed. */
export function isFixed(entity: Entity, field: Field, record: WireRecord): boolean {
  const given = field.system || field.readOnly || field.computed || typeOf(field).id === 'autonumber'
  return Boolean(given) || isRedacted(record, field.name) || !entity.actions.includes('update')
}

/** Changes cells: shown at once, put back when refused. */
export function useCellWrites(entity: Entity, rows: WireRecord[]) {
  const queries = useQueryClient()
  const { t } = useTranslation()

  const patch = useCallback(
    (parts: Map<string, { [field: string]: unknown }>) => {
      queries.setQueriesData<InfiniteData<{ data: WireRecord[] }>>(
        { queryKey: ['records', entity.name] },
        (now) => {
          if (!now || !Array.isArray(now.pages)) return now
          const pages = now.pages.map((page) =>
            page.data.some((record) => parts.has(record.id))
              ? { ...page, data: page.data.map((one) => ({ ...one, ...parts.get(one.id) })) }
              : page,
          )
          return { ...now, pages }
        },
      )
    },
    [queries, entity.name],
  )

  /** Which of these records' fields the caller may write. */
  const access = useCallback(
    async (records: WireRecord[]): Promise<(record: WireRecord, field: Field) => boolean> => {
      const known: { [id: string]: RecordAccess } = {}
      const pages = new Set(records.map((record) => Math.floor(rows.indexOf(record) / most.access)))
      for (const page of pages) {
        const ids = rows.slice(page * most.access, (page + 1) * most.access).map((record) => record.id)
        const answer = await queries.fetchQuery({
          queryKey: ['records', entity.name, 'access', ids],
          queryFn: ({ signal }) => client.access(entity.name, ids, signal),
          staleTime: 60_000,
        })
        Object.assign(known, answer)
      }
      return (record, field) =>
        !isFixed(entity, field, record) &&
        known[record.id]?.actions.includes('update') === true &&
        known[record.id]?.fields[field.name] === 'write'
    },
    [queries, entity, rows],
  )

  const send = useCallback(
    async (edits: Edit[]) => {
      const versions = new Map<string, { version: unknown }>()
      const [only] = edits
      if (edits.length === 1 && only) {
        const etag = only.record.version === undefined ? null : `"${only.record.version}"`
        const { record } = await client.update(entity.name, only.record.id, only.wire, etag)
        versions.set(record.id, { version: record.version })
      }
      for (let at = 0; edits.length > 1 && at < edits.length; at += most.batch) {
        const operations = edits.slice(at, at + most.batch).map(({ record, wire }) => ({
          action: 'update' as const,
          entity: entity.name,
          id: record.id,
          version: typeof record.version === 'number' ? record.version : undefined,
          fields: wire,
        }))
        for (const { id, record } of await client.batch(operations))
          versions.set(id, { version: record?.version })
      }
      patch(versions)
      for (const { record } of edits)
        void queries.invalidateQueries({ queryKey: ['record', entity.name, record.id] })
      void queries.invalidateQueries({ queryKey: ['records', entity.name, 'aggregate'] })
      return versions
    },
    [entity.name, patch, queries],
  )

  const write = useCallback(
    async (changes: CellChange[], done: string): Promise<void> => {
      const edits = byRecord(changes)
      const before = new Map(
        edits.map(({ record, values }) => [
          record.id,
          Object.fromEntries(Object.keys(values).map((name) => [name, record[name] ?? null])),
        ]),
      )
      patch(new Map(edits.map(({ record, values }) => [record.id, values])))
      try {
        const versions = await send(edits)
        const fields = new Map(changes.map(({ field }) => [field.name, field]))
        const back = edits.flatMap(({ record }) =>
          Object.entries(before.get(record.id) ?? {}).flatMap(([name, value]) => {
            const field = fields.get(name)
            return field ? [{ record: { ...record, ...versions.get(record.id) }, field, value }] : []
          }),
        )
        const undo = async () => {
          try {
            patch(before)
            await send(byRecord(back))
            showToast({ tone: 'plain', text: t('cell.undone') })
          } catch (error) {
            showToast({ tone: 'error', text: wordsOf(error) })
            void queries.invalidateQueries({ queryKey: ['records', entity.name] })
          }
        }
        showToast({ tone: 'plain', text: done, action: { label: t('action.undo'), perform: undo } })
      } catch (error) {
        patch(before)
        throw error
      }
    },
    [patch, send, t, queries, entity.name],
  )

  return useMemo(() => ({ access, write }), [access, write])
}

export type CellWrites = ReturnType<typeof useCellWrites>
