import type { BulkRequest, BulkResult, Entity, Job } from '@mortise/sdk'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { noteJob } from '@/lib/jobs.ts'

/** Does something to many records as a job, tells what came of it, and takes it back when asked to. */
export function useBulk(entity: Entity, onStarted: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['records', entity.name] })
  const onError = (error: Error) => showToast({ tone: 'error', text: error.message })

  const undo = useMutation({
    mutationFn: async (id: string) => {
      const job = await client.jobs.undo(id)
      noteJob(job)
      noteJob(await client.jobs.wait(job.id))
    },
    onError,
    onSettled: refresh,
  })

  const tell = (job: Job<BulkResult>, action: string) => {
    const done = job.counts.done ?? 0
    const refused = job.counts.failed ?? 0
    if (job.state === 'failed') {
      showToast({ tone: 'error', text: t('bulk.failed', { action, why: job.problem?.title ?? '' }) })
      return
    }
    const text =
      refused > 0 ? t('bulk.partly', { action, done, refused }) : t('bulk.finished', { action, count: done })
    const back = done > 0 ? { label: t('action.undo'), perform: () => undo.mutate(job.id) } : undefined
    showToast({ tone: done > 0 ? 'plain' : 'error', text, action: back })
  }

  return useMutation({
    mutationFn: async (request: BulkRequest) => {
      const job = await client.bulk(entity.name, request)
      noteJob(job)
      onStarted()
      const ended = await client.jobs.wait<BulkResult>(job.id)
      noteJob(ended)
      tell(ended, t(`bulk.${request.action}`))
    },
    onError,
    onSettled: refresh,
  })
}
