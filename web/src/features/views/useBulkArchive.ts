import type { Entity } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'

const accessPage = 100

async function archivable(entity: string, ids: string[]): Promise<string[]> {
  const allowed: string[] = []
  for (let at = 0; at < ids.length; at += accessPage) {
    const part = ids.slice(at, at + accessPage)
    const access = await client.access(entity, part)
    allowed.push(...part.filter((id) => access[id]?.actions.includes('archive')))
  }
  return allowed
}

/** Archives many records: those that the server lets the caller archive. */
export function useBulkArchive(entity: Entity, onDone: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['records', entity.name] })

  const undo = useMutation({
    mutationFn: async (ids: string[]) => {
      for (const id of ids) await client.restore(entity.name, id)
    },
    onSettled: refresh,
    onError: (error) => showToast({ tone: 'error', text: error.message }),
  })

  return useMutation({
    mutationFn: async (ids: string[]) => {
      const allowed = await archivable(entity.name, ids)
      for (const id of allowed) await client.archive(entity.name, id)
      return { done: allowed, refused: ids.length - allowed.length }
    },
    onSuccess: ({ done, refused }) => {
      onDone()
      const text =
        refused > 0
          ? t('bulk.partly', { done: done.length, refused })
          : t('bulk.done', { count: done.length })
      const action =
        done.length > 0 ? { label: t('action.undo'), perform: () => undo.mutate(done) } : undefined
      showToast({ tone: done.length > 0 ? 'plain' : 'error', text, action })
    },
    onError: (error) => showToast({ tone: 'error', text: error.message }),
    onSettled: refresh,
  })
}
