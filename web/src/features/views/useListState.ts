import type { Entity, View } from '@mortise/sdk'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { bothExpressions, filterExpression } from './filter/expression.ts'
import { emptyFilter, type Group, parseFilter } from './filter/filter.ts'
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
  const views = useMemo(() => {
    const saved = entity.views ?? []
    return saved.length > 0 ? saved : [impliedView(entity, allTitle)]
  }, [entity, allTitle])
  const view = views.find((candidate) => candidate.name === search.view) ?? (views[0] as View)
  const filter = useMemo(() => (search.f ? parseFilter(search.f) : emptyFilter), [search.f])
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
    q: search.q ?? '',
    archived: search.archived === true,
    sorted: search.sort !== undefined,
    expression: bothExpressions(view.filter || undefined, filterExpression(entity, filter)),
    setView: (name: string) => change({ view: name, sort: undefined, f: undefined }),
    setFilter: (next: Group) => change({ f: next.children.length > 0 ? next : undefined }),
    setSort: (next: string[] | undefined) => change({ sort: next?.join(',') || undefined }),
    setQ: (next: string) => change({ q: next || undefined }),
    setArchived: (next: boolean) => change({ archived: next || undefined }),
  }
}

export type ListState = ReturnType<typeof useListState>
