import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useShortcut } from '@/components/useShortcut.ts'
import { useDescription, useEntity } from '@/lib/api/get-description.ts'
import { keepList, leftList, neighboursOf } from '@/lib/neighbours.ts'
import { accessQuery } from './api/get-access.ts'
import { fieldsOfPage, recordQuery } from './api/get-record.ts'

type Way = 'before' | 'after'

/** Milliseconds after which the next record is fetched beforehand. */
const pause = 300

/** The button that brought the page here: it has the focus again. */
let used: Way | undefined

/** Goes through the list that a record was opened from, and back to it. */
export function useWalk(entity: string, id: string) {
  const navigate = useNavigate()
  const list = useMemo(() => leftList(entity), [entity])
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
  useShortcut('escape', () =>
    navigate({ to: '/e/$entity', params: { entity }, search: (list?.search ?? {}) as never }),
  )
  usePrefetch(entity, place?.after)
  return { place, go, pressed }
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
