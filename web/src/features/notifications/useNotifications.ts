import type { Notification, NotificationPage } from '@mortise/sdk'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useDescription } from '@/lib/api/get-description.ts'

const key = ['records', 'notification']
/** Operations of one request. */
const batch = 200

/** Whether there are notifications for the caller at all. */
export function useHasNotifications(): boolean {
  const entities = useDescription().data?.entities ?? []
  return entities.some(({ name, actions }) => name === 'notification' && actions.includes('read'))
}

/** How many notifications the caller has not read; asked for again and again while the page is looked at. */
export function useUnread(): number {
  const query = useQuery({
    queryKey: [...key, 'unread'],
    enabled: useHasNotifications(),
    refetchInterval: 30_000,
    queryFn: ({ signal }) => client.notifications.unread(signal),
  })
  return query.data ?? 0
}

/** What the caller was told, page after page. */
export function useNotificationList(limit: number, unread: boolean) {
  return useInfiniteQuery({
    queryKey: [...key, 'list', limit, unread],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }): Promise<NotificationPage> =>
      client.notifications.list(
        { limit, after: pageParam, filter: unread ? 'read_at == nil' : undefined },
        signal,
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

async function readAll(): Promise<void> {
  for (;;) {
    const page = await client.notifications.list({ filter: 'read_at == nil', limit: batch })
    const fields = { read_at: new Date().toISOString() }
    if (page.data.length > 0)
      await client.batch(
        page.data.map(({ id }) => ({ action: 'update', entity: 'notification', id, fields })),
      )
    if (page.data.length < batch) return
  }
}

/** Marks as read, one or all. */
export function useMarkRead() {
  const queries = useQueryClient()
  const options = {
    onError: (error: Error) => showToast({ tone: 'error', text: error.message }),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  }
  const one = useMutation({
    mutationFn: ({ id, read }: { id: string; read: boolean }) =>
      client.notifications.markRead(id, read ? new Date() : null),
    ...options,
  })
  const all = useMutation({ mutationFn: readAll, ...options })
  const open = (notification: Notification) => {
    if (!notification.read_at) one.mutate({ id: notification.id, read: true })
  }
  return { one: one.mutate, all, open }
}
