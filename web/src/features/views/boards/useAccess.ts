import type { Entity, RecordAccess } from '@mortise/sdk'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { client } from '@/lib/api/client.ts'
import { fieldOf } from '@/lib/definition.ts'

/** Records in one request. */
const most = 50

/** Says whether the caller may write a field of one of these records; undefined while that is not known. */
export function useWritable(entity: Entity, ids: string[], field: string | undefined) {
  const definition = field === undefined ? undefined : fieldOf(entity, field)
  const never = !definition || definition.readOnly || !entity.actions.includes('update')
  const chunks = useMemo(() => {
    const list: string[][] = []
    for (let at = 0; at < ids.length; at += most) list.push(ids.slice(at, at + most))
    return list
  }, [ids])
  const known = useQueries({
    queries: chunks.map((chunk) => ({
      queryKey: ['records', entity.name, 'access', chunk],
      queryFn: ({ signal }: { signal: AbortSignal }) => client.access(entity.name, chunk, signal),
      enabled: !never,
      placeholderData: keepPreviousData,
    })),
    combine: (answers) => {
      const all: { [id: string]: RecordAccess } = {}
      for (const { data } of answers) Object.assign(all, data)
      return all
    },
  })
  return useCallback(
    (id: string): boolean | undefined => {
      if (never) return false
      const access = known[id]
      if (!access) return undefined
      return access.actions.includes('update') && access.fields[definition.name] === 'write'
    },
    [never, known, definition],
  )
}

export type Writable = ReturnType<typeof useWritable>
