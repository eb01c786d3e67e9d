import type { Entity } from '@mortise/sdk'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDescription } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'
import { recordPagesKey, useRecordCount, useRecordPages } from '@/lib/list/get-records.ts'
import { useLiveList } from '@/lib/list/useLiveList.ts'
import { useNoteList } from '@/lib/neighbours.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { emptyFilter } from './filter/filter.ts'
import { colorFields } from './grid/colors.ts'
import { useAggregates } from './useAggregates.ts'
import { useColumns } from './useColumns.ts'
import { useListState } from './useListState.ts'
import { useSelection } from './useSelection.ts'

/** Everything that the list page of an entity shows. */
export function useList(entity: Entity) {
  const { t } = useTranslation()
  const state = useListState(entity, t('list.all', { name: entity.plural || entity.title }))
  const columns = useColumns(entity, state.view)
  const description = useDescription().data
  const fields = useMemo(() => {
    const shown = columns.columns.map((column) => column.field.name)
    const sorted = state.sort.map((key) => key.replace(/^-/, ''))
    const names = [entity.label, 'version', ...shown, ...colorFields(state.view), ...sorted]
    return description ? requestFields(description, entity, names) : names
  }, [description, entity, columns.columns, state.view, state.sort])

  const query = {
    entity: entity.name,
    fields,
    filter: state.expression,
    sort: state.sort,
    q: state.q,
    archived: state.archived,
  }
  const table = (state.view.kind ?? 'table') === 'table'
  const grouped = useNarrow() ? undefined : state.grouping
  const pages = useRecordPages(query, table && !grouped)
  const count = useRecordCount(query)
  const aggregates = useAggregates(query, columns.columns)
  const from = pages.isPlaceholderData ? undefined : pages.data?.pages[0]?.live
  const seen = useRef(-1)
  const live = useLiveList({ query, queryKey: recordPagesKey(query), from, table: table && !grouped, seen })
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data])
  const after = pages.data?.pages.at(-1)?.next
  const { filter, sort, q } = query
  const rest = after
    ? { filter, sort, q, archived: query.archived ? ('only' as const) : undefined, after }
    : undefined
  useNoteList(entity.name, table ? rows : undefined, count.data ?? null, rest)
  const arrived = useMemo(() => {
    const shown = new Set(rows.map((row) => row.id))
    return [...live.arrived].filter((id) => !shown.has(id)).length
  }, [rows, live.arrived])
  const selection = useSelection(JSON.stringify([entity.name, state.expression, state.q, state.archived]))

  const { fetchNextPage, isFetchingNextPage } = pages
  const loadMore = useCallback(() => {
    if (!isFetchingNextPage) fetchNextPage()
  }, [fetchNextPage, isFetchingNextPage])

  return {
    state,
    query,
    grouped,
    columns,
    selection,
    aggregates,
    rows,
    /** How many records there are that are not shown yet. */
    arrived,
    showArrived: live.show,
    /** The last row that can be seen. */
    seen,
    total: count.data ?? null,
    loading: pages.isPending,
    stale: pages.isPlaceholderData,
    error: pages.data ? null : pages.error,
    retry: () => pages.refetch(),
    more: pages.hasNextPage && !pages.isFetchNextPageError,
    loadMore,
    narrowed: state.q !== '' || state.filter.children.length > 0,
    clear: () => {
      state.setFilter(emptyFilter)
      state.setQ('')
    },
  }
}

export type ListModel = ReturnType<typeof useList>
