import type { Entity } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'

/** Archives one record and brings it back. */
export function useArchive(entity: Entity, id: string, name: string, refresh: () => Promise<void>) {
  const { t } = useTranslation()
  const failed = (error: Error) => showToast({ tone: 'error', text: error.message })
  const restore = useMutation({
    mutationFn: () => client.restore(entity.name, id),
    onSuccess: async () => {
      await refresh()
      showToast({ tone: 'plain', text: t('archive.restored', { name }) })
    },
    onError: failed,
  })
  const archive = useMutation({
    mutationFn: () => client.archive(entity.name, id),
    onSuccess: async () => {
      await refresh()
      const action = { label: t('action.undo'), perform: () => restore.mutate() }
      showToast({ tone: 'plain', text: t('archive.done', { name }), action })
    },
    onError: failed,
  })
  return { archive, restore }
}
