import type { Job } from '@mortise/sdk'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { forgetJob, noteJob } from '@/lib/jobs.ts'

async function attempt(act: () => Promise<Job | undefined>): Promise<boolean> {
  try {
    const job = await act()
    if (job) noteJob(job)
    return true
  } catch (error) {
    showToast({ text: error instanceof Error ? error.message : String(error), tone: 'error' })
    return false
  }
}

/** What can be done with a job; a refusal is shown as a message. */
export const jobActs = {
  cancel: (job: Job) => attempt(() => client.jobs.cancel(job.id)),
  undo: (job: Job) => attempt(() => client.jobs.undo(job.id)),
  forget: (job: Job) => attempt(() => forgetJob(job.id).then(() => undefined)),
}
