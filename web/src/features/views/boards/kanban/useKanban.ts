import type { Entity, Field, Measure, View } from '@mortise/sdk'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { fieldOf, recordLabel, relationTarget } from '@/lib/definition.ts'
import { bothExpressions } from '../../filter/expression.ts'
import { archivedOf, type BoardScope } from '../scope.ts'
import { type BoardColumn, boardColumns, type Named } from './columns.ts'
import { boardKey } from './shift.ts'

/** Cards that a column fetches at once. */
const pageSize = 25
/** Of more related records than these, only the ones with cards make columns. */
const mostRelated = 20
const noRelated: Named[] = []

/** A number that stands at the head of each column. */
export interface Total {
  field: Field
  fn: Measure['fn']
  as: string
}

function totalsOf(entity: Entity, view: View): Total[] {
  return view.columns.flatMap(({ field: name, aggregate }) => {
    const field = fieldOf(entity, name)
    return field && aggregate
      ? [{ field, fn: aggregate, as: `${aggregate}_${name.replace(/\./g, '_')}` }]
      : []
  })
}

/** The records that a field may lead to, when they are few. */
function useRelated(field: Field | undefined): Named[] | undefined {
  const target = field && !field.options && field.type !== 'boolean' ? relationTarget(field) : undefined
  const entity = useEntity(target)
  const query = useQuery({
    queryKey: ['records', target, 'heads'],
    enabled: entity?.actions.includes('read') === true,
    queryFn: async ({ signal }): Promise<Named[]> => {
      const query = {
        fields: [entity?.label ?? 'id'],
        limit: mostRelated + 1,
        sort: entity ? [entity.label] : [],
      }
      const { data } = await client.list(target ?? '', query, signal)
      if (data.length > mostRelated) return noRelated
      return data.map((record) => ({ id: record.id, label: recordLabel(entity, record) }))
    },
  })
  if (!target || query.isError || (entity && !entity.actions.includes('read'))) return noRelated
  return query.data
}

/** The columns of a board, and what is counted of each. */
export function useKanban(entity: Entity, view: View, scope: BoardScope) {
  const { t } = useTranslation()
  const field = view.group ? fieldOf(entity, view.group) : undefined
  const totals = useMemo(() => totalsOf(entity, view), [entity, view])
  const { filter, q } = scope
  const archived = scope.archived || undefined
  const counted = useQuery({
    queryKey: [
      'records',
      entity.name,
      'columns',
      field?.name,
      { filter, q, archived, totals: totals.map((total) => total.as) },
    ],
    enabled: field !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      client.aggregate(
        entity.name,
        {
          groups: [{ field: field?.name ?? '' }],
          measures: [
            { fn: 'count', as: 'n' },
            ...totals.map(({ fn, as, field: { name } }) => ({ fn, as, field: name })),
          ],
          filter,
          q: q || undefined,
          archived,
          limit: 200,
        },
        signal,
      ),
  })
  const related = useRelated(field)
  const columns = useMemo(() => {
    const words = {
      empty: t('board.empty', { name: field?.title ?? '' }),
      yes: t('value.yes'),
      no: t('value.no'),
    }
    return field && counted.data && related ? boardColumns(field, counted.data, related, words) : []
  }, [field, counted.data, related, t])
  return {
    field,
    totals,
    columns,
    total: columns.reduce((sum, column) => sum + (column.count ?? 0), 0),
    loading: counted.isPending || related === undefined,
    error: counted.data ? null : counted.error,
    retry: () => counted.refetch(),
  }
}

/** The cards of one column, page by page. */
export function useCards(
  entity: Entity,
  column: BoardColumn,
  fields: string[],
  scope: BoardScope,
  enabled: boolean,
) {
  const filter = bothExpressions(scope.filter, column.filter)
  const { q, sort } = scope
  const archived = archivedOf(scope)
  const pages = useInfiniteQuery({
    queryKey: [...boardKey(entity.name, column.key), { fields, filter, q, sort, archived }],
    enabled,
    queryFn: ({ pageParam, signal }) =>
      client.list(
        entity.name,
        { fields, filter, q, sort, archived, limit: pageSize, after: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.data) ?? [], [pages.data])
  return { pages, rows }
}
