import type { WireRecord } from '@mortise/sdk'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { quoteText } from '../filter/expression.ts'
import type { SavedQuery } from './savedView.ts'

const fields = ['title', 'query', 'audience', 'owner', 'position']
const key = (entity: string) => ['records', 'saved_view', 'of', entity]

function savedViewsQuery(entity: string) {
  return queryOptions({
    queryKey: key(entity),
    queryFn: async ({ signal }) => {
      const filter = `entity == ${quoteText(entity)}`
      const page = await client.list(
        'saved_view',
        { fields, filter, sort: ['position', 'created_at'], limit: 200 },
        signal,
      )
      return page.data
    },
    staleTime: 60_000,
  })
}

const none: WireRecord[] = []

/** The views that users keep of an entity, as far as the caller may see them. */
export function useSavedViews(entity: string): { records: WireRecord[]; pending: boolean } {
  const readable = useEntity('saved_view')?.actions.includes('read') === true
  const views = useQuery({ ...savedViewsQuery(entity), enabled: readable })
  return { records: views.data ?? none, pending: readable && views.isPending }
}

/** What is written of a view. */
export interface SavedChange {
  title?: string
  audience?: string
  query?: SavedQuery
}

/** Makes, changes and takes away views that the caller keeps. */
export function useSaveView(entity: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: key(entity) })
  const failed = (error: Error) => showToast({ tone: 'error', text: error.message })
  const shared = { onSettled: refresh, onError: failed }

  const create = useMutation({
    mutationFn: (values: SavedChange) => client.create('saved_view', { entity, ...values }),
    ...shared,
  })
  const change = useMutation({
    mutationFn: ({ id, ...values }: SavedChange & { id: string }) =>
      client.update('saved_view', id, values as { [field: string]: unknown }),
    onSuccess: () => showToast({ tone: 'plain', text: t('views.saved') }),
    ...shared,
  })
  const bringBack = useMutation({ mutationFn: (id: string) => client.restore('saved_view', id), ...shared })
  const remove = useMutation({
    mutationFn: (id: string) => client.archive('saved_view', id),
    onSuccess: (_, id) =>
      showToast({
        tone: 'plain',
        text: t('views.removed'),
        action: { label: t('action.undo'), perform: () => bringBack.mutate(id) },
      }),
    ...shared,
  })
  return { create, change, remove }
}
