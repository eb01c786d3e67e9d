import type { Job } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { JobProblem } from './CheckStep.tsx'
import { JobProgress } from './JobProgress.tsx'
import { RefusedFile } from './RefusedFile.tsx'
import { Sums } from './Sums.tsx'

/** An undo at work, then what it took back and what it left. */
export function UndoResult({ job }: { job: Job }) {
  const { t } = useTranslation()
  if (!job.ended_at) return <JobProgress job={job} label={t('import.undo.running')} />
  const { removed = 0, archived = 0, restored = 0, skipped = 0, failed = 0 } = job.counts
  return (
    <section className="i-undo" aria-label={t('import.undo.result')}>
      <div role="status">
        <h3>{t('import.undo.result')}</h3>
      </div>
      {job.problem && <JobProblem job={job} />}
      <Sums
        sums={[
          { name: 'removed', title: t('jobs.undo_counts.removed'), value: removed },
          { name: 'archived', title: t('jobs.undo_counts.archived'), value: archived },
          { name: 'restored', title: t('jobs.undo_counts.restored'), value: restored },
          { name: 'left', title: t('jobs.undo_counts.skipped'), value: skipped, bad: true },
          { name: 'refused', title: t('jobs.undo_counts.failed'), value: failed, bad: true },
        ]}
      />
      <RefusedFile job={job} label={t('import.undo.left')} />
    </section>
  )
}
