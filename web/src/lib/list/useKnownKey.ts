import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { knownIn } from './livePages.ts'

/** Milliseconds that boards are given to ask for what they show. */
const settle = 400

/** Stands for the records that boards of an entity show: another one when they are others. */
export function useKnownKey(entity: string, enabled: boolean): string {
  const queries = useQueryClient()
  const [known, setKnown] = useState('')
  useEffect(() => {
    if (!enabled) {
      setKnown('')
      return
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      timer = undefined
      const ids = knownIn(queries, entity).map(({ id }) => id)
      setKnown(ids.sort().join())
    }
    look()
    const leave = queries.getQueryCache().subscribe(({ type, query }) => {
      if (type === 'updated' && query.queryKey[0] === 'records' && query.queryKey[1] === entity)
        timer ??= setTimeout(look, settle)
    })
    return () => {
      leave()
      clearTimeout(timer)
    }
  }, [queries, entity, enabled])
  return known
}
