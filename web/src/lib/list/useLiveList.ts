import type { LiveEvent, WireRecord } from '@mortise/sdk'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from '@/lib/api/client.ts'
import { announceRevision } from '@/lib/api/revision.ts'
import { useVisible } from '@/lib/useVisible.ts'
import { markFresh } from './fresh.ts'
import type { RecordsQuery } from './get-records.ts'
import { knownOf, type Pages, withChanged, withoutRecord } from './livePages.ts'

/** Milliseconds between two looks at the list for records that are new in it. */
const pace = 1500

interface LiveList {
  query: RecordsQuery
  /** Where the cache keeps its pages. */
  queryKey: QueryKey
  /** Where the list stands on the server's side; a table is not followed without it. */
  from: string | undefined
  /** Whether its records are in pages; a board asks for its own, which are fetched anew. */
  table: boolean
}

/**
 * Keeps a list that is shown as it is on the server: changed records change, those that leave it or
 * may no longer be read disappear, new ones are fetched with the list.
 */
export function useLiveList({ query, queryKey, from, table }: LiveList): void {
  const queries = useQueryClient()
  const visible = useVisible()
  const place = JSON.stringify(queryKey)

  // biome-ignore lint/correctness/useExhaustiveDependencies: place stands for query and queryKey
  useEffect(() => {
    const pages = table ? queries.getQueryData<Pages>(queryKey) : undefined
    if (!visible || (table && !(from && pages))) return
    const ended = new AbortController()
    const { entity, fields, filter, q, archived } = query
    let timer: ReturnType<typeof setTimeout> | undefined

    const listAgain = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        queries.invalidateQueries({ queryKey: ['records', entity] })
      }, pace)
    }
    const change = (to: (now: Pages) => Pages): boolean => {
      const now = queries.getQueryData<Pages>(queryKey)
      const next = now && to(now)
      if (!next || next === now) return false
      queries.setQueryData(queryKey, next)
      return true
    }
    const hear = (event: LiveEvent) => {
      if (event.kind === 'reset' || (!table && 'id' in event)) listAgain()
      if (event.kind === 'changed') {
        const record: WireRecord = markFresh(event.record)
        if (!change((now) => withChanged(now, record))) listAgain()
      }
      if (event.kind === 'gone' && change((now) => withoutRecord(now, event.id))) listAgain()
      if (event.kind === 'revision') announceRevision(event.revision)
    }
    const follow = async () => {
      const scope = archived ? ('only' as const) : undefined
      const known = pages && knownOf(pages)
      const options = { fields, filter, q, archived: scope, from, known, signal: ended.signal }
      for await (const event of client.live(entity, options)) hear(event)
    }
    // Who is refused the stream has the list as it was, and asks for it again like any list.
    follow().catch(() => undefined)
    return () => {
      ended.abort()
      clearTimeout(timer)
    }
  }, [queries, place, from, table, visible])
}
