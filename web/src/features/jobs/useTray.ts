import type { Job } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { noteJob, useJobs } from '@/lib/jobs.ts'
import { loadPreference, savePreference } from '@/lib/storage.ts'
import { canUndo, endedSince, trayJobs } from './progress.ts'
import { useJobWords } from './useJobWords.ts'

const kept = 50

/** The jobs of the tray and what can be done with them. */
export function useTray() {
  const { t } = useTranslation()
  const jobs = useJobs()
  const words = useJobWords()
  const queries = useQueryClient()
  const [hidden, setHidden] = useState<readonly string[]>(() => (loadPreference('jobs') ?? '').split(' '))
  const [said, setSaid] = useState('')
  const before = useRef<readonly Job[]>([])
  const tell = useRef((_: Job) => {})
  tell.current = (job) => {
    const text = `${words.title(job)} – ${words.state(job)}`
    setSaid(text)
    const file = job.file
    const download = file && {
      label: t('jobs.download'),
      perform: () => window.location.assign(client.jobs.fileAddress(job.id)),
    }
    showToast({
      text,
      tone: job.state === 'failed' ? 'error' : 'plain',
      ...(download && { action: download }),
    })
    if (job.entity) void queries.invalidateQueries({ queryKey: ['records', job.entity] })
  }
  useEffect(() => {
    for (const job of endedSince(before.current, jobs)) tell.current(job)
    before.current = jobs
  }, [jobs])

  const attempt = async (act: Promise<Job>) => {
    try {
      noteJob(await act)
    } catch (error) {
      showToast({ text: error instanceof Error ? error.message : String(error), tone: 'error' })
    }
  }
  return {
    jobs: trayJobs(jobs, new Set(hidden), Date.now()),
    said,
    undoable: (job: Job) => canUndo(job, jobs),
    cancel: (job: Job) => attempt(client.jobs.cancel(job.id)),
    undo: (job: Job) => attempt(client.jobs.undo(job.id)),
    hide: (job: Job) => {
      const next = [...hidden, job.id].slice(-kept)
      setHidden(next)
      savePreference('jobs', next.join(' '))
    },
  }
}

export type Tray = ReturnType<typeof useTray>
