import type { Entity, ImportSummary } from '@mortise/sdk'
import { Play } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { useJob } from '@/lib/jobs.ts'
import { duplicateRows } from '../outcome.ts'
import type { Wizard } from '../useWizard.ts'
import { JobProgress } from './JobProgress.tsx'
import { ProblemTable } from './ProblemTable.tsx'
import { RefusedFile } from './RefusedFile.tsx'
import { StepFoot } from './StepFoot.tsx'
import { Sums } from './Sums.tsx'
import { useFollowed } from './useFollowed.ts'

/** What an import would do, row by row, before anything is written. */
export function CheckStep({ entity, wizard }: { entity: Entity; wizard: Wizard }) {
  const { t } = useTranslation()
  const { check } = wizard.search
  const job = useJob(check)
  useFollowed(check)
  // An address without a check is that of someone who came here by hand: he sees it done.
  const begin = useRef(wizard.check)
  begin.current = wizard.check
  const ready = wizard.plan !== undefined
  useEffect(() => {
    if (!check && ready) begin.current()
  }, [check, ready])
  if (!job?.ended_at) return <JobProgress job={job} label={t('import.check.running')} />
  const result = job.result as ImportSummary | undefined
  const will = (result?.created ?? 0) + (result?.updated ?? 0)
  return (
    <>
      {result && (
        <>
          <p className="sr-only" role="status">
            {t('import.check.said', { good: will, bad: result.failed })}
          </p>
          <Sums
            sums={[
              { name: 'created', title: t('import.check.created'), value: result.created },
              { name: 'updated', title: t('import.check.updated'), value: result.updated },
              { name: 'skipped', title: t('import.check.skipped'), value: result.skipped },
              {
                name: 'duplicates',
                title: t('import.check.duplicates'),
                value: duplicateRows(result.errors),
              },
              { name: 'failed', title: t('import.check.failed'), value: result.failed, bad: true },
            ]}
          />
          {result.errors.length === 0 && <p className="i-good">{t('import.check.clean')}</p>}
          <ProblemTable entity={entity} map={wizard.plan?.map ?? {}} result={result} />
        </>
      )}
      {job.problem && <JobProblem job={job} />}
      <StepFoot problem={wizard.problem}>
        <RefusedFile job={job} />
        <Button onClick={() => wizard.goTo('map')}>{t('import.back')}</Button>
        <Button busy={wizard.busy} onClick={wizard.check}>
          {t('import.check.again')}
        </Button>
        <Button
          look="primary"
          icon={<Play size={14} />}
          busy={wizard.busy}
          disabled={will === 0}
          onClick={wizard.start}
        >
          {t('import.start', { count: will })}
        </Button>
      </StepFoot>
    </>
  )
}

/** Why a job has failed, in all its parts. */
export function JobProblem({
  job,
}: {
  job: { problem?: { title: string; errors?: { message: string }[] } }
}) {
  return (
    <p className="i-problem" role="alert">
      {[job.problem?.title, ...(job.problem?.errors ?? []).map((detail) => detail.message)].join(' ')}
    </p>
  )
}
