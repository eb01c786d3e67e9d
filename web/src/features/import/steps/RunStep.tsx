import type { Entity, ImportSummary } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { List, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { useJob, useJobs } from '@/lib/jobs.ts'
import { mayUndoJob } from '@/lib/undo.ts'
import type { Wizard } from '../useWizard.ts'
import { JobProblem } from './CheckStep.tsx'
import { JobProgress } from './JobProgress.tsx'
import { ProblemTable } from './ProblemTable.tsx'
import { RefusedFile } from './RefusedFile.tsx'
import { StepFoot } from './StepFoot.tsx'
import { Sums } from './Sums.tsx'
import { UndoDialog } from './UndoDialog.tsx'
import { UndoResult } from './UndoResult.tsx'
import { useFollowed } from './useFollowed.ts'

/** The import at work, then what came of it. */
export function RunStep({ entity, wizard }: { entity: Entity; wizard: Wizard }) {
  const { t } = useTranslation()
  const job = useJob(wizard.search.run)
  const undo = useJobs().find((other) => other.undoes !== undefined && other.undoes === job?.id)
  const [asking, setAsking] = useState(false)
  useFollowed(wizard.search.run)
  if (!job?.ended_at) return <JobProgress job={job} label={t('import.run.running')} />
  const { created = 0, updated = 0, skipped = 0, failed = 0 } = job.counts
  const result = job.result as ImportSummary | undefined
  const written = created + updated
  return (
    <>
      <p className="i-good" role="status">
        {t(`import.run.${job.state}`)}
      </p>
      {job.problem && <JobProblem job={job} />}
      <Sums
        sums={[
          { name: 'created', title: t('import.created'), value: created },
          { name: 'updated', title: t('import.updated'), value: updated },
          { name: 'skipped', title: t('import.skipped'), value: skipped },
          { name: 'failed', title: t('import.failed'), value: failed, bad: true },
        ]}
      />
      {undo && <UndoResult job={undo} />}
      {result && !undo && <ProblemTable entity={entity} map={wizard.plan?.map ?? {}} result={result} />}
      <StepFoot>
        <RefusedFile job={job} />
        {written > 0 && mayUndoJob(job, entity) && (!undo || undo.state === 'failed') && (
          <Button icon={<Undo2 size={14} />} onClick={() => setAsking(true)}>
            {t('import.undo.action')}
          </Button>
        )}
        <Button onClick={wizard.anew}>{t('import.another')}</Button>
        {created > 0 && !undo && (
          <Link
            className="m-button m-button--primary"
            to="/e/$entity"
            params={{ entity: entity.name }}
            search={{ f: createdBetween(job.started_at ?? job.created_at, job.ended_at) }}
          >
            <List size={14} aria-hidden="true" />
            <span className="m-button__text">{t('import.open')}</span>
          </Link>
        )}
      </StepFoot>
      {asking && <UndoDialog job={job} onClose={() => setAsking(false)} />}
    </>
  )
}

/** The filter of a list for what came into being while the job was at work. */
function createdBetween(from: string, to: string) {
  const condition = (operator: string, value: string) => ({
    kind: 'condition',
    field: 'created_at',
    operator,
    value,
  })
  return { kind: 'group', all: true, children: [condition('gte', from), condition('lte', to)] }
}
