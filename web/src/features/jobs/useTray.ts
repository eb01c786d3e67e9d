import type { Job } from '@mortise/sdk'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showToast, type Toast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { ensureEntity } from '@/lib/api/get-description.ts'
import { usePreference } from '@/lib/api/preferences.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useJobs } from '@/lib/jobs.ts'
import { mayUndoJob } from '@/lib/undo.ts'
import { jobActs } from './job-acts.ts'
import { canUndo, endedSince, trayJobs } from './progress.ts'
import { useJobWords } from './useJobWords.ts'

/** Most jobs whose being put away is remembered. */
const most = 50

/** The jobs of the tray and what can be done with them. */
export function useTray() {
  const { t } = useTranslation()
  const jobs = useJobs()
  const words = useJobWords()
  const queries = useQueryClient()
  const language = useLanguage()
  const [kept, keep, unknown] = usePreference<string[]>('jobs.hidden')
  const hidden = Array.isArray(kept) ? kept : []
  const [said, setSaid] = useState('')
  const before = useRef<readonly Job[]>([])
  const tell = useRef((_: Job) => {})
  tell.current = (job) => {
    const text = `${words.title(job)} – ${words.state(job)}`
    setSaid(text)
    const download = {
      label: t('jobs.download'),
      perform: () => window.location.assign(client.jobs.fileAddress(job.id)),
    }
    const undo = { label: t('action.undo'), perform: () => void jobActs.undo(job) }
    const say = (action: Toast['action']) =>
      showToast({ text, tone: job.state === 'failed' ? 'error' : 'plain', action })
    if (job.kind !== 'bulk' || !canUndo(job, jobs))
      say(job.kind === 'export' && job.file ? download : undefined)
    else
      void ensureEntity(queries, language, job.entity ?? '').then(
        (entity) => say(mayUndoJob(job, entity) ? undo : undefined),
        () => say(undefined),
      )
    if (job.entity) void queries.invalidateQueries({ queryKey: ['records', job.entity] })
  }
  useEffect(() => {
    for (const job of endedSince(before.current, jobs)) tell.current(job)
    before.current = jobs
  }, [jobs])

  return {
    // What was put away is not shown for a moment at the beginning.
    jobs: unknown ? [] : trayJobs(jobs, new Set(hidden), Date.now()),
    said,
    undoable: (job: Job) => canUndo(job, jobs),
    hide: (job: Job) => keep([...hidden, job.id].slice(-most)),
  }
}

export type Tray = ReturnType<typeof useTray>
