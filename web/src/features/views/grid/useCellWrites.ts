import type { Entity, Field, RecordAccess, WireRecord } from '@mortise/sdk'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { typeOf } from '@/field-types/registry.ts'
import { client } from '@/lib/api/client.ts'
import { isRedacted, wireValue } from '@/lib/definition.ts'
import { noteJob } from '@/lib/jobs.ts'
import { wordsOf } from '../problem-words.ts'
import { type Edit, isJob, type Refused, sendEdits, takenBack, undoEdits } from './send-edits.ts'

/** A new value of one cell. */
export interface CellChange {
  record: WireRecord
  field: Field
  value: unknown
}

/** What was written when some of it was refused. */
export interface Partly {
  refused: Refused[]
  /** Records that were changed. */
  written: number
  undo: () => Promise<void>
}

/** Records whose access is asked for at a time. */
const page = 50

function byRecord(changes: CellChange[]): Edit[] {
  const edits = new Map<string, Edit>()
  for (const { record, field, value } of changes) {
    const edit = edits.get(record.id) ?? { record, values: {}, wire: {}, before: {} }
    const wire = typeOf(field).wire ?? wireValue
    edit.values[field.name] = value
    edit.wire[field.name] = wire(value)
    edit.before[field.name] = wire(record[field.name] ?? null)
    edits.set(record.id, edit)
  }
  return [...edits.values()]
}

/** Of what there was before, what some records had. */
function valuesOf<V>(before: Map<string, V>, some: readonly { record: WireRecord }[]): Map<string, V> {
  const ids = new Set(some.map(({ record }) => record.id))
  return new Map([...before].filter(([id]) => ids.has(id)))
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
      const pages = new Set(records.map((record) => Math.floor(rows.indexOf(record) / page)))
      for (const number of pages) {
        const ids = rows.slice(number * page, (number + 1) * page).map((record) => record.id)
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

  const refresh = useCallback(
    (edits: Edit[]) => {
      for (const { record } of edits)
        void queries.invalidateQueries({ queryKey: ['record', entity.name, record.id] })
      void queries.invalidateQueries({ queryKey: ['records', entity.name, 'aggregate'] })
    },
    [queries, entity.name],
  )

  /**
   * Writes what can be written. When all of it was, that is said, with a way back; else what was refused is
   * given, with the way back of the rest.
   */
  const write = useCallback(
    async (changes: CellChange[], done: (cells: number) => string): Promise<Partly | undefined> => {
      const edits = byRecord(changes)
      const before = new Map(takenBack(edits, new Map()).map(({ record, values }) => [record.id, values]))
      patch(new Map(edits.map(({ record, values }) => [record.id, values])))
      try {
        if (isJob(entity, edits)) {
          const ids = edits.map(({ record }) => record.id)
          noteJob(await client.bulk(entity.name, { action: 'update', ids, fields: edits[0]?.wire }))
          return undefined
        }
        const { versions, refused } = await sendEdits(entity.name, edits)
        const written = edits.filter(({ record }) => versions.has(record.id))
        patch(versions)
        patch(valuesOf(before, refused))
        refresh(edits)
        const undo = async () => {
          try {
            patch(valuesOf(before, written))
            const back = await undoEdits(entity, written, versions)
            patch(back.versions)
            refresh(written)
            const kept = back.refused
            if (kept.length > 0)
              throw new Error(t('cell.undoneSome', { count: kept.length, why: kept[0]?.text }))
            showToast({ tone: 'plain', text: t('cell.undone') })
          } catch (error) {
            showToast({ tone: 'error', text: wordsOf(error) })
            void queries.invalidateQueries({ queryKey: ['records', entity.name] })
          }
        }
        const cells = written.reduce((sum, { values }) => sum + Object.keys(values).length, 0)
        if (refused.length > 0) return { refused, written: written.length, undo }
        const action = { label: t('action.undo'), perform: undo }
        showToast({ tone: 'plain', text: done(cells), action })
        return undefined
      } catch (error) {
        patch(before)
        throw error
      }
    },
    [patch, refresh, t, queries, entity],
  )

  return useMemo(() => ({ access, write }), [access, write])
}

export type CellWrites = ReturnType<typeof useCellWrites>
