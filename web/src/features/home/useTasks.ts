import type { WireRecord } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { weekStart } from './home.ts'

const key = ['records', 'todo', 'home']
const most = 50

/** The caller's open tasks and how many he has done this week. */
export function useTasks() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const me = useMe().data?.user.id
  const since = weekStart(new Date()).toISOString()
  const open = useQuery({
    queryKey: [...key, 'open'],
    queryFn: async ({ signal }) => {
      const filter = "owner == me and status in ['open', 'doing']"
      const fields = ['title', 'due', 'priority', 'status', 'about']
      const sort = ['due', '-created_at']
      return client.list('todo', { filter, fields, sort, limit: most, count: 'exact' }, signal)
    },
  })
  const done = useQuery({
    queryKey: [...key, 'done', since],
    queryFn: async ({ signal }) => {
      const filter = `owner == me and status == 'done' and done_at >= '${since}'`
      return (
        (await client.list('todo', { filter, fields: ['id'], limit: 1, count: 'exact' }, signal)).count ?? 0
      )
    },
  })
  const renew = () => queries.invalidateQueries({ queryKey: ['records', 'todo'] })
  const failed = (error: Error) => showToast({ tone: 'error', text: error.message })

  const setDone = useMutation({
    mutationFn: ({ task, to }: { task: WireRecord; to: boolean }) =>
      client.update(
        'todo',
        task.id,
        to ? { status: 'done', done_at: new Date().toISOString() } : { status: task.status, done_at: null },
      ),
    onMutate: ({ task, to }) => {
      if (!to) return
      queries.setQueryData<typeof open.data>([...key, 'open'], (page) =>
        page ? { ...page, data: page.data.filter(({ id }) => id !== task.id) } : page,
      )
    },
    onSuccess: (_, { task, to }) => {
      if (!to) return
      showToast({
        tone: 'plain',
        text: t('home.taskDone', { name: String(task.title ?? '') }),
        action: { label: t('action.undo'), perform: () => setDone.mutate({ task, to: false }) },
      })
    },
    onError: failed,
    onSettled: renew,
  })
  const add = useMutation({
    mutationFn: ({ title, due }: { title: string; due: string | null }) =>
      client.create('todo', { title, due, owner: me }),
    onError: failed,
    onSettled: renew,
  })
  return { open, done: done.data ?? 0, setDone: setDone.mutate, add }
}
