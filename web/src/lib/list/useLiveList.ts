import type { LiveEvent, WireRecord } from '@mortise/sdk'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { announceRevision } from '@/lib/api/revision.ts'
import { useVisible } from '@/lib/useVisible.ts'
import { asFresh } from './fresh.ts'
import type { RecordsQuery } from './get-records.ts'
import {
  knownIn,
  knownOf,
  type Pages,
  withChanged,
  withLeaving,
  withNew,
  withoutRecord,
} from './livePages.ts'
import { useKnownKey } from './useKnownKey.ts'

/** Milliseconds between two looks at what is counted of the list, or at a board. */
const pace = 1500
/** How long a record that leaves the list can still be seen. */
const farewell = 1200

interface LiveList {
  query: RecordsQuery
  /** Where the cache keeps its pages. */
  queryKey: QueryKey
  /** Where the list stands on the server's side; a table is not followed without it. */
  from: string | undefined
  /** Whether its records are in pages; a board asks for its own, which are fetched anew. */
  table: boolean
  /** The last row that can be seen. */
  seen: RefObject<number>
}

const none: ReadonlySet<string> = new Set()

/**
 * Keeps a list that is shown as it is on the server: changed records change where they stand, those that
 * leave it or may no longer be read fade. New ones are put where they move nothing that is seen; of the
 * others the ids are given back, and shown when the list is fetched again.
 */
export function useLiveList({ query, queryKey, from, table, seen }: LiveList) {
  const queries = useQueryClient()
  const visible = useVisible()
  const place = JSON.stringify(queryKey)
  const known = useKnownKey(query.entity, !table)
  const opened = useRef('')
  const [arrived, setArrived] = useState<{ place: string; ids: ReadonlySet<string> }>({ place, ids: none })

  // biome-ignore lint/correctness/useExhaustiveDependencies: place stands for query and queryKey, known for what boards show
  useEffect(() => {
    const pages = table ? queries.getQueryData<Pages>(queryKey) : undefined
    if (!visible || (table && !(from && pages))) return
    const ended = new AbortController()
    const leaving = new Map<string, ReturnType<typeof setTimeout>>()
    const { entity, fields, filter, q, archived, sort } = query
    let timer: ReturnType<typeof setTimeout> | undefined

    const refetch = (whole: boolean) => {
      const parts = whole ? [[]] : [['count'], ['aggregate']]
      for (const part of parts) void queries.invalidateQueries({ queryKey: ['records', entity, ...part] })
    }
    let whole = false
    const lookAgain = (all: boolean) => {
      whole ||= all
      timer ??= setTimeout(() => {
        timer = undefined
        refetch(whole)
        whole = false
      }, pace)
    }
    const change = (to: (now: Pages) => Pages): boolean => {
      const now = queries.getQueryData<Pages>(queryKey)
      const next = now && to(now)
      if (!next || next === now) return false
      queries.setQueryData(queryKey, next)
      return true
    }
    const note = (id: string, here: boolean) =>
      setArrived((now) => {
        const ids = new Set(now.place === place ? now.ids : none)
        if (here === ids.has(id)) return now
        if (here) ids.add(id)
        else ids.delete(id)
        return { place, ids }
      })
    const stay = (id: string) => {
      clearTimeout(leaving.get(id))
      leaving.delete(id)
    }
    const remove = (id: string) => {
      stay(id)
      change((now) => withoutRecord(now, id))
    }
    const take = (record: WireRecord) => {
      stay(record.id)
      lookAgain(false)
      if (change((now) => withChanged(now, record))) return
      const now = queries.getQueryData<Pages>(queryKey)
      const next = now && withNew(now, record, sort, seen.current)
      if (now?.pages[0]?.data.length === 0) lookAgain(true)
      else if (!next) note(record.id, true)
      else if (next !== now) queries.setQueryData(queryKey, next)
    }
    const lose = (id: string) => {
      note(id, false)
      if (!change((now) => withLeaving(now, id))) return
      leaving.set(
        id,
        setTimeout(() => remove(id), farewell),
      )
      lookAgain(false)
    }
    // A board's stream goes on from now: what came while it was opened anew, it does not tell.
    const begin = () => {
      if (opened.current === place) lookAgain(true)
      opened.current = place
    }
    const hear = (event: LiveEvent) => {
      if (event.kind === 'ready' && !table) begin()
      else if (event.kind === 'revision') announceRevision(event.revision)
      else if (event.kind === 'reset' || (!table && 'id' in event)) lookAgain(true)
      else if (event.kind === 'changed') take(asFresh(event.record))
      else if (event.kind === 'gone') lose(event.id)
    }
    const follow = async () => {
      const scope = archived ? ('only' as const) : undefined
      const shown = pages ? knownOf(pages) : knownIn(queries, entity)
      const options = { fields, filter, q, archived: scope, from, known: shown, signal: ended.signal }
      for await (const event of client.live(entity, options)) hear(event)
    }
    // Who is refused the stream has the list as it was, and asks for it again like any list.
    follow().catch(() => undefined)
    return () => {
      ended.abort()
      for (const id of [...leaving.keys()]) remove(id)
      if (timer === undefined) return
      clearTimeout(timer)
      refetch(whole)
    }
  }, [queries, place, from, table, visible, known])

  const show = useCallback(() => {
    setArrived({ place, ids: none })
    void queries.invalidateQueries({ queryKey: ['records', query.entity] })
  }, [queries, place, query.entity])
  return { arrived: arrived.place === place ? arrived.ids : none, show }
}
