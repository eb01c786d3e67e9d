import type { Job } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { noteJob } from '@/lib/jobs.ts'
import { paceOf } from '../outcome.ts'

/** How far a job is, how fast, and for how long still. */
export function JobProgress({ job, label }: { job: Job | undefined; label: string }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const pace = job && paceOf(job, Date.now())
  const number = (value: number) => formatNumber(value, language, 0)
  const parts =
    job && job.total > 0 ? [t('jobs.progress', { done: number(job.done), total: number(job.total) })] : []
  if (pace) parts.push(t('import.run.rate', { rate: number(pace.rate) }))
  if (pace?.left !== undefined) parts.push(t('import.run.left', { time: timeOf(pace.left, language) }))
  return (
    <div className="i-progress">
      <div className="i-upload__line">
        <strong>{job?.cancelling ? t('jobs.cancelling') : label}</strong>
        {job && (
          <Button disabled={job.cancelling} onClick={async () => noteJob(await client.jobs.cancel(job.id))}>
            {t('action.cancel')}
          </Button>
        )}
      </div>
      <progress
        className="i-bar"
        aria-label={label}
        max={1}
        {...(job && job.total > 0 && { value: job.done / job.total })}
      />
      <p className="i-note">{parts.join(' · ') || t('jobs.state.queued')}</p>
      <p className="i-note">{t('import.run.leave')}</p>
    </div>
  )
}

function timeOf(seconds: number, language: string): string {
  const [value, unit] = seconds < 90 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
