import type { Entity, Page, WireRecord } from '@mortise/sdk'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { client } from '@/lib/api/client.ts'
import { relatedId } from '@/lib/definition.ts'
import { archivedOf, type BoardScope, quoted } from '../scope.ts'
import { type Branches, branchesOf, treeRows } from './rows.ts'

/** Most records that are fetched below one record, or of those looked for. */
const most = 500

/** The key of everything that a tree has fetched. */
export function treeKey(entity: string): string[] {
  return ['records', entity, 'tree']
}

async function upTo(entity: string, query: Parameters<typeof client.list>[1], signal: AbortSignal) {
  const rows: Page['data'] = []
  for await (const row of client.all(entity, { ...query, limit: 200 }, signal)) {
    if (rows.length === most) break
    rows.push(row)
  }
  return rows
}

interface TreeQuery {
  entity: Entity
  parent: string
  fields: string[]
  scope: BoardScope
}

/** Fetches the records that are looked for, and those above them. */
async function found({ entity, parent, fields, scope }: TreeQuery, signal: AbortSignal) {
  const { filter, q, sort } = scope
  const rows = await upTo(entity.name, { fields, filter, q, sort, archived: archivedOf(scope) }, signal)
  const all = new Map(rows.map((row) => [row.id, row]))
  const grey = new Set<string>()
  let missing = above(rows, parent, all)
  while (missing.length > 0) {
    const ids = missing.slice(0, 100)
    const got = await client.list(
      entity.name,
      { fields, filter: `id in [${ids.map(quoted).join(', ')}]`, limit: ids.length, sort },
      signal,
    )
    for (const row of got.data) {
      all.set(row.id, row)
      grey.add(row.id)
    }
    const rest = missing.slice(ids.length)
    missing = [...rest, ...above(got.data, parent, all).filter((id) => !rest.includes(id))]
  }
  return { rows: [...all.values()], grey }
}

function above(rows: WireRecord[], parent: string, known: Map<string, WireRecord>): string[] {
  const ids = rows.map((row) => relatedId(row[parent])).filter((id) => id !== null)
  return [...new Set(ids)].filter((id) => !known.has(id))
}

/** The rows of a tree: branches are fetched as they are opened, or all at once when something is looked for. */
export function useTree(query: TreeQuery) {
  const { entity, parent, fields, scope } = query
  const { filter, q, sort } = scope
  const archived = archivedOf(scope)
  const looking = filter !== undefined || q !== '' || scope.archived
  // What is open while nothing is looked for, and what is closed while something is.
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const search = useQuery({
    queryKey: [...treeKey(entity.name), 'found', { parent, fields, filter, q, sort, archived }],
    enabled: looking && parent !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => found(query, signal),
  })
  const counts = useQuery({
    queryKey: ['records', entity.name, 'below', parent],
    enabled: !looking && parent !== '',
    queryFn: async ({ signal }) => {
      const asked = {
        groups: [{ field: parent }],
        measures: [{ fn: 'count' as const, as: 'n' }],
        limit: 1000,
      }
      const { data, more } = await client.aggregate(entity.name, asked, signal)
      return { full: new Set(data.map((row) => relatedId(row[parent]) ?? '')), more }
    },
  })
  const branches = useMemo(() => ['', ...opened], [opened])
  const lists = useQueries({
    queries: branches.map((id) => ({
      queryKey: [...treeKey(entity.name), 'below', id, { parent, fields, sort }],
      enabled: !looking && parent !== '',
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        upTo(
          entity.name,
          { fields, sort, filter: id ? `${parent} == ${quoted(id)}` : `${parent}.id == nil` },
          signal,
        ),
    })),
    combine: (answers) => ({
      branches: new Map(branches.map((id, at) => [id, answers[at]?.data ?? []])) as Branches,
      first: answers[0],
      problem: answers.find((answer) => answer.error)?.error ?? null,
    }),
  })

  const rows = useMemo(() => {
    if (looking) {
      const { rows: all = [], grey } = search.data ?? {}
      const branches = branchesOf(all, parent)
      return treeRows(branches, { open: (id) => !closed.has(id), full: (id) => branches.has(id), grey })
    }
    const full = (id: string) =>
      counts.data?.full.has(id) === true ||
      counts.data?.more === true ||
      (lists.branches.get(id)?.length ?? 0) > 0
    return treeRows(lists.branches, { open: (id) => opened.has(id), full })
  }, [looking, search.data, parent, opened, closed, counts.data, lists.branches])

  const turn = useCallback(
    (id: string, open?: boolean) => {
      const change = looking ? setClosed : setOpened
      change((now) => {
        if (open !== undefined && open === (now.has(id) !== looking)) return now
        const next = new Set(now)
        if (!next.delete(id)) next.add(id)
        return next
      })
    },
    [looking],
  )

  const main = looking ? search : lists.first
  return {
    rows,
    looking,
    loading: main?.isPending ?? true,
    error: main?.data ? null : (main?.error ?? null),
    retry: () => main?.refetch(),
    turn,
  }
}
