import type { Entity, WireRecord } from '@mortise/sdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import type { Day } from '@/lib/zone.ts'
import { bothExpressions } from '../../filter/expression.ts'
import { archivedOf, type BoardScope } from '../scope.ts'

/** Most records of one stretch of a calendar. */
const most = 600

/** What lies in a stretch of days, at least in part. */
export function between(start: string, end: string | undefined, from: Day, to: Day): string {
  const begins = `${start} >= '${from}' && ${start} <= '${to}'`
  return end ? `(${begins}) || (${start} <= '${to}' && ${end} >= '${from}')` : begins
}

interface Stretch {
  start: string
  end?: string
  from: Day
  to: Day
}

/** The records of a stretch of a calendar. */
export function useEntries(entity: Entity, fields: string[], scope: BoardScope, stretch: Stretch | null) {
  const { q } = scope
  const archived = archivedOf(scope)
  const filter =
    stretch && bothExpressions(scope.filter, between(stretch.start, stretch.end, stretch.from, stretch.to))
  return useQuery({
    queryKey: ['records', entity.name, 'calendar', { fields, filter, q, archived }],
    enabled: stretch !== null,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const rows: WireRecord[] = []
      const query = {
        fields,
        filter: filter ?? undefined,
        q,
        archived,
        limit: 200,
        sort: [stretch?.start ?? 'id'],
      }
      for await (const row of client.all(entity.name, query, signal)) {
        if (rows.length === most) return { rows, more: true }
        rows.push(row)
      }
      return { rows, more: false }
    },
  })
}
