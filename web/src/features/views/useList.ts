import type { Entity } from '@mortise/sdk'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNarrow } from '@/components/useNarrow.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'
import { recordPagesKey, useRecordCount, useRecordPages } from './api/get-records.ts'
import { emptyFilter } from './filter/filter.ts'
import { colorFields } from './grid/colors.ts'
import { useAggregates } from './useAggregates.ts'
import { useColumns } from './useColumns.ts'
import { useListState } from './useListState.ts'
import { useLiveList } from './useLiveList.ts'
import { useSelection } from './useSelection.ts'

/** Everything that the list page of an entity shows. */
export function useList(entity: Entity) {
  const { t } = useTranslation()
  const state = useListState(entity, t('list.all', { name: entity.plural || entity.title }))
  const columns = useColumns(entity, state.view)
  const description = useDescription().data
  const fields = useMemo(() => {
    const shown = columns.columns.map((column) => column.field.name)
    const names = [entity.label, 'version', ...shown, ...colorFields(state.view)]
    return description ? requestFields(description, entity, names) : names
  }, [description, entity, columns.columns, state.view])

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
  useLiveList({ query, queryKey: recordPagesKey(query), from, table: table && !grouped })
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data])
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
