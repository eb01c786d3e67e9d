import type { BulkProblem, Job } from '@mortise/sdk'
import { CircleCheck, CircleSlash2, CircleX, Hourglass, ListChecks, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { formatAgo, formatDateTime } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { JobActions } from './JobActions.tsx'
import { JobText } from './JobText.tsx'
import { jobActs } from './job-acts.ts'
import { problemsOf } from './progress.ts'
import { jobKinds, useAllJobs } from './useAllJobs.ts'
import { useJobWords } from './useJobWords.ts'
import './jobs.css'

const icons = {
  queued: Hourglass,
  running: Hourglass,
  done: CircleCheck,
  failed: CircleX,
  cancelled: CircleSlash2,
}

/** All that works, or has worked, for the user in the background. */
export default function JobsPage() {
  const { t } = useTranslation()
  const [kind, setKind] = useState('')
  const { jobs, pages, undoable, forgotten } = useAllJobs(kind)
  return (
    <div className="j-page">
      <div className="j-page__head">
        <p>{t('jobs.about')}</p>
        <label>
          {t('jobs.kindLabel')}
          <select className="j-select" value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t('jobs.kindAll')}</option>
            {jobKinds.map((one) => (
              <option key={one} value={one}>
                {t(`jobs.kind.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {pages.error && !pages.data && (
        <p className="j-problem" role="alert">
          {pages.error.message}
        </p>
      )}
      {pages.isPending && <Skeleton width="100%" height={120} />}
      {pages.data && jobs.length === 0 && (
        <Notice icon={<ListChecks size={20} />} title={t('jobs.none')}>
          {t('jobs.noneText')}
        </Notice>
      )}
      <ul className="j-all" aria-label={t('me.jobs')}>
        {jobs.map((job) => (
          <Line
            key={job.id}
            job={job}
            undoable={undoable(job)}
            onForget={async () => {
              if (await jobActs.forget(job)) forgotten()
            }}
          />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {t('jobs.more')}
        </Button>
      )}
    </div>
  )
}

function Line({ job, undoable, onForget }: { job: Job; undoable: boolean; onForget: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const title = useJobWords().title(job)
  const Icon = icons[job.state]
  const problems = problemsOf(job)
  return (
    <li className="j-item" data-state={job.state}>
      <div className="j-job">
        <Icon className="j-item__icon" size={16} aria-hidden="true" />
        <JobText job={job} when={formatAgo(job.ended_at ?? job.created_at, language)} />
        <time className="sr-only" dateTime={job.created_at}>
          {formatDateTime(job.created_at, language)}
        </time>
        <JobActions job={job} title={title} undoable={undoable}>
          <IconButton label={t('jobs.forget', { title })} icon={<Trash2 size={15} />} onClick={onForget} />
        </JobActions>
      </div>
      {problems.length > 0 && <Problems problems={problems} />}
    </li>
  )
}

/** Why records were left as they are: each reason once, with how often it was given among the first ones. */
function Problems({ problems }: { problems: BulkProblem[] }) {
  const { t } = useTranslation()
  const counts = new Map<string, number>()
  for (const { title, errors } of problems) {
    const why = [...new Set((errors ?? []).map(({ message }) => message))].join(' ') || title
    counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  return (
    <details className="j-why">
      <summary>{t('jobs.why')}</summary>
      <ul>
        {[...counts].map(([why, count]) => (
          <li key={why}>
            {why} {count > 1 && t('jobs.times', { count })}
          </li>
        ))}
      </ul>
    </details>
  )
}
