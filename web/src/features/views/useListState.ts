import type { Entity, View } from '@mortise/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useDescription } from '@/lib/api/get-description.ts'
import { bothExpressions, filterExpression } from './filter/expression.ts'
import { emptyFilter, type Group, parseFilter } from './filter/filter.ts'
import { parseGrouping } from './grid/groups/grouping.ts'
import { type ListView, viewOf } from './saved/savedView.ts'
import { useSavedViews } from './saved/useSavedViews.ts'
import type { ListSearch } from './search.ts'

/** A view that shows every field, for entities without one. */
function impliedView(entity: Entity, title: string): View {
  const fields = entity.fields.filter((field) => !field.system)
  return { name: '', title, columns: fields.slice(0, 8).map((field) => ({ field: field.name })) }
}

/** What the list shows: view, filter, sort, search; kept in the address. */
export function useListState(entity: Entity, allTitle: string) {
  const search = useSearch({ strict: false }) as ListSearch
  const navigate = useNavigate()
  const saved = useSavedViews(entity.name)
  const description = useDescription().data
  const views = useMemo(() => {
    const defined = entity.views ?? []
    const [first, ...rest] = defined.length > 0 ? defined : [impliedView(entity, allTitle)]
    const usual = first as View
    return [usual, ...rest, ...saved.records.map((record) => viewOf(record, entity, usual))] as ListView[]
  }, [entity, allTitle, saved.records])
  const named = views.find((candidate) => candidate.name === search.view)
  const view = named ?? views.find((candidate) => candidate.default) ?? (views[0] as ListView)
  const filter = useMemo(
    () => (search.f ? parseFilter(search.f) : (view.chips ?? emptyFilter)),
    [search.f, view.chips],
  )
  const q = search.q ?? view.q ?? ''
  const table = (view.kind ?? 'table') === 'table'
  const group = search.group ?? view.group
  const grouping = useMemo(() => (table ? parseGrouping(entity, group) : undefined), [entity, group, table])
  const sort = useMemo(() => (search.sort ? search.sort.split(',') : (view.sort ?? [])), [search.sort, view])

  const change = useCallback(
    (next: Partial<ListSearch>) => {
      navigate({
        to: '/e/$entity',
        params: { entity: entity.name },
        search: (now: ListSearch) => ({ ...now, ...next }),
        replace: true,
      })
    },
    [navigate, entity.name],
  )

  return {
    views,
    view,
    filter,
    sort,
    grouping,
    q,
    /** The address names a view that is not there, or no longer shared. */
    missing: search.view !== undefined && named === undefined && !saved.pending,
    /** It is not yet known which view the address names. */
    pending: search.view !== undefined && named === undefined && saved.pending,
    archived: search.archived === true,
    sorted: search.sort !== undefined,
    /** The list is narrowed or sorted in another way than its view. */
    changed:
      search.f !== undefined ||
      search.sort !== undefined ||
      search.q !== undefined ||
      search.group !== undefined,
    expression: bothExpressions(view.filter || undefined, filterExpression(entity, filter, description)),
    setView: (name: string) =>
      change({
        view: name || undefined,
        sort: undefined,
        f: undefined,
        q: undefined,
        group: undefined,
        day: undefined,
        mode: undefined,
      }),
    reset: () => change({ sort: undefined, f: undefined, q: undefined, group: undefined }),
    setGroup: (next: string) => change({ group: next || (view.group ? '' : undefined) }),
    setFilter: (next: Group) => change({ f: next.children.length > 0 || view.chips ? next : undefined }),
    setSort: (next: string[] | undefined) => change({ sort: next?.join(',') || undefined }),
    setQ: (next: string) => change({ q: next || (view.q ? '' : undefined) }),
    setArchived: (next: boolean) => change({ archived: next || undefined }),
  }
}

export type ListState = ReturnType<typeof useListState>
