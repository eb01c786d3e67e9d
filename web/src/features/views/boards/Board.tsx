import type { Entity } from '@mortise/sdk'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo } from 'react'
import { ListLoading } from '../ListLoading.tsx'
import type { useList } from '../useList.ts'
import './boards.css'

const kinds = {
  kanban: lazy(() => import('./kanban/Kanban.tsx')),
  calendar: lazy(() => import('./calendar/Calendar.tsx')),
  tree: lazy(() => import('./tree/Tree.tsx')),
  gallery: lazy(() => import('./gallery/Gallery.tsx')),
}

interface BoardProps {
  entity: Entity
  list: ReturnType<typeof useList>
  mayCreate: boolean
}

/** A list that is not drawn as a table. */
export default function Board({ entity, list, mayCreate }: BoardProps) {
  const navigate = useNavigate()
  const { state } = list
  const { view, expression, q, archived } = state
  const sorting = state.sort.join(',')
  const scope = useMemo(
    () => ({ filter: expression, q, sort: sorting ? sorting.split(',') : [], archived }),
    [expression, q, sorting, archived],
  )
  const create = useCallback(
    (preset?: { [field: string]: unknown }) => {
      navigate({ to: '/e/$entity/new', params: { entity: entity.name }, search: { preset } })
    },
    [navigate, entity.name],
  )
  const Kind = view.kind && view.kind !== 'table' ? kinds[view.kind] : null
  return (
    <Suspense fallback={<ListLoading />}>
      {Kind && (
        <Kind
          key={`${entity.name} ${view.name}`}
          entity={entity}
          view={view}
          columns={list.columns.columns}
          scope={scope}
          narrowed={list.narrowed}
          onClear={list.clear}
          onCreate={mayCreate && !archived ? create : undefined}
        />
      )}
    </Suspense>
  )
}
