import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useShortcut } from '@/components/useShortcut.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription, useEntity } from '@/lib/api/get-description.ts'
import { grown, keepList, leftList, neighboursOf, noteList } from '@/lib/neighbours.ts'
import { accessQuery } from './api/get-access.ts'
import { fieldsOfPage, recordQuery } from './api/get-record.ts'

type Way = 'before' | 'after'

/** Milliseconds after which the next record is fetched beforehand. */
const pause = 300

/** Fewer records than these ahead, and more are fetched. */
const enough = 3

/** The button that brought the page here: it has the focus again. */
let used: Way | undefined

/** Goes through the list that a record was opened from, and back to it. */
export function useWalk(entity: string, id: string) {
  const navigate = useNavigate()
  const { list, grow } = useLeftList(entity)
  const place = useMemo(() => neighboursOf(list, id), [list, id])
  const [pressed] = useState(used)
  const go = (way: Way, byButton = false) => {
    const next = place?.[way]
    if (!next) return
    used = byButton ? way : undefined
    navigate({
      to: '/e/$entity/$id',
      params: { entity, id: next },
      search: (now: object) => now as never,
      replace: true,
    })
  }
  useEffect(() => {
    used = undefined
    keepList(entity)
  }, [entity])
  useShortcut('j', () => go('after'), place !== undefined)
  useShortcut('k', () => go('before'), place !== undefined)
  useShortcut('escape', () => {
    // Within a field it is the field that is left.
    if (document.activeElement?.closest('.r-cell--input')) return
    navigate({ to: '/e/$entity', params: { entity }, search: (list?.search ?? {}) as never })
  })
  const ahead = place && list ? list.ids.length - place.position : enough
  useEffect(() => {
    return ahead < enough ? grow() : undefined
  }, [ahead, grow])
  usePrefetch(entity, place?.after)
  return { place, go, pressed }
}

/** The list that was left; it grows by what was not loaded in it. */
function useLeftList(entity: string) {
  const [list, setList] = useState(() => leftList(entity))
  const grow = useCallback(() => {
    if (!list?.rest) return undefined
    const ended = new AbortController()
    client
      .list(entity, { ...list.rest, fields: ['id'], limit: 100 }, ended.signal)
      .then((page) => {
        const more = grown(list, page)
        noteList(entity, more)
        keepList(entity)
        setList(more)
      })
      .catch(() => undefined)
    return () => ended.abort()
  }, [entity, list])
  return { list, grow }
}

/** Fetches a record before it is asked for. */
function usePrefetch(name: string, id: string | undefined): void {
  const queries = useQueryClient()
  const entity = useEntity(name)
  const description = useDescription().data
  useEffect(() => {
    if (!id || !entity || !description) return
    const timer = setTimeout(() => {
      const fields = fieldsOfPage(description, entity)
      void queries.prefetchQuery(recordQuery(name, id, fields))
      void queries.prefetchQuery(accessQuery(entity, id))
    }, pause)
    return () => clearTimeout(timer)
  }, [queries, name, id, entity, description])
}
