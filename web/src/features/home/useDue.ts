import type { Entity, WireRecord } from '@mortise/sdk'
import { useQueries } from '@tanstack/react-query'
import { client } from '@/lib/api/client.ts'
import { addDays, currentZone, dayIn } from '@/lib/zone.ts'
import { dayStart } from './home.ts'

/** A calendar of records that have an owner. */
export interface DueSource {
  entity: Entity
  start: string
  filter?: string
}

/** A record with the day or moment that its calendar shows it at. */
export interface DueRecord {
  entity: Entity
  record: WireRecord
  at: string
}

const daysBack = 14
const daysAhead = 8
const most = 20

/** The calendars whose records somebody owns: one of each entity and date; tasks stand by themselves. */
export function dueSources(entities: readonly Entity[]): DueSource[] {
  return entities.flatMap((entity) => {
    if (entity.name === 'todo' || !entity.owner || !entity.actions.includes('read')) return []
    const starts = new Map<string, DueSource>()
    for (const view of entity.views ?? []) {
      const known =
        view.start && entity.fields.some((field) => field.name === view.start && field.filterable !== false)
      if (view.kind !== 'calendar' || !view.start || !known || starts.has(view.start)) continue
      starts.set(view.start, { entity, start: view.start, filter: view.filter })
    }
    return [...starts.values()]
  })
}

/** What a list of a calendar's records near today is filtered by. */
export function dueFilter({ entity, start, filter }: DueSource, now: Date): string {
  const day = entity.fields.find(({ name }) => name === start)?.type === 'date'
  const bound = (days: number) => {
    return day ? addDays(dayIn(now.getTime(), currentZone()), days) : dayStart(now, days).toISOString()
  }
  const mine = `${entity.owner} == me and ${start} >= '${bound(-daysBack)}' and ${start} < '${bound(daysAhead)}'`
  return filter ? `(${filter}) and ${mine}` : mine
}

/** The caller's own records that are due about now, the most urgent first. */
export function useDue(sources: DueSource[]) {
  const now = new Date()
  return useQueries({
    queries: sources.map((source) => ({
      queryKey: ['records', source.entity.name, 'home-due', source.start, dueFilter(source, now)],
      retry: false,
      queryFn: async ({ signal }: { signal: AbortSignal }): Promise<DueRecord[]> => {
        const { entity, start } = source
        const fields = [entity.label, start].filter((name) => name !== '')
        const query = { filter: dueFilter(source, now), fields, sort: [start], limit: most }
        const { data } = await client.list(entity.name, query, signal)
        return data.map((record) => ({ entity, record, at: String(record[start] ?? '') }))
      },
    })),
    combine: (answers) => ({
      pending: answers.some((answer) => answer.isPending),
      failed: answers.length > 0 && answers.every((answer) => answer.isError),
      retry: () => answers.forEach((answer) => void answer.refetch()),
      data: answers
        .flatMap((answer) => answer.data ?? [])
        .sort((one, other) => one.at.localeCompare(other.at)),
    }),
  })
}
