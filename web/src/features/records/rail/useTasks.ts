import type { WireRecord } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription, useEntity } from '@/lib/api/get-description.ts'
import { requestFields } from '@/lib/definition.ts'
import { recordKey } from '../api/get-record.ts'

/** The core entity whose records are tasks. */
const todo = 'todo'

/** The open tasks about a record, and how to tick them off. */
export function useTasks(entity: string, id: string) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const description = useDescription().data
  const task = useEntity(todo)
  const key = [...recordKey(entity, id), 'timeline', 'tasks']
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: [...recordKey(entity, id), 'timeline'] })
    await queries.invalidateQueries({ queryKey: ['records', todo] })
  }
  const open = useQuery({
    queryKey: key,
    enabled: task !== undefined && description !== undefined,
    queryFn: async ({ signal }) => {
      const names = ['title', 'owner', 'due', 'priority', 'status']
      const fields = task && description ? requestFields(description, task, names) : names
      const filter = `about == '${entity}/${id}' && status in ['open', 'doing']`
      return (await client.list(todo, { filter, fields, sort: ['due'], limit: 50 }, signal)).data
    },
  })
  const set = useMutation({
    mutationFn: ({ record, status }: { record: WireRecord; status: unknown }) =>
      client.update(todo, record.id, { status }),
    onMutate: ({ record }) =>
      queries.setQueryData<WireRecord[]>(key, (now) => now?.filter((one) => one.id !== record.id)),
    onSettled: refresh,
    onError: (error) => showToast({ tone: 'error', text: error.message }),
  })
  const tick = (record: WireRecord) =>
    set.mutate(
      { record, status: 'done' },
      {
        onSuccess: () =>
          showToast({
            tone: 'plain',
            text: t('task.done', { name: String(record.title ?? '') }),
            action: {
              label: t('action.undo'),
              perform: () => set.mutate({ record, status: record.status }),
            },
          }),
      },
    )
  return { task, open: open.data ?? [], tick, refresh }
}
