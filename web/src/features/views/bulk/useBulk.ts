import type { BulkRequest, Entity } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { noteJob } from '@/lib/jobs.ts'

/** Begins a bulk action as a job: how far it is, what came of it and the way back are told with the jobs. */
export function useBulk(entity: Entity, onStarted: () => void) {
  return useMutation({
    mutationFn: (request: BulkRequest) => client.bulk(entity.name, request),
    onSuccess: (job) => {
      noteJob(job)
      onStarted()
    },
    onError: (error) => showToast({ tone: 'error', text: error.message }),
  })
}
