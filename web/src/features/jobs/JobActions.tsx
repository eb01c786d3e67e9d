import type { Job } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Download, ExternalLink, Undo2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { useEntity } from '@/lib/api/get-description.ts'
import { mayUndoJob } from '@/lib/undo.ts'
import { jobActs } from './job-acts.ts'
import { fileKind } from './progress.ts'

interface JobActionsProps {
  job: Job
  title: string
  undoable: boolean
  /** What can be done besides with one that has ended. */
  children: ReactNode
}

/** What can be done with a job: see what came of it, take it back, or end it. */
export function JobActions({ job, title, undoable, children }: JobActionsProps) {
  const { t } = useTranslation()
  const entity = useEntity(job.entity)
  return (
    <div className="j-job__actions">
      {job.kind === 'import' && job.entity && (
        <Link
          className="m-icon-button"
          to="/e/$entity/import"
          params={{ entity: job.entity }}
          search={{ run: job.id }}
          title={t('jobs.open')}
          aria-label={`${t('jobs.open')}: ${title}`}
        >
          <ExternalLink size={15} aria-hidden="true" />
        </Link>
      )}
      {job.ended_at && job.file && (
        <a
          className="m-icon-button"
          href={client.jobs.fileAddress(job.id)}
          download={job.file.name}
          title={t(`jobs.${fileKind(job)}`)}
          aria-label={`${t(`jobs.${fileKind(job)}`)}: ${job.file.name}`}
        >
          <Download size={15} aria-hidden="true" />
        </a>
      )}
      {/* An import is taken back on its own page, which asks first. */}
      {undoable && job.kind === 'bulk' && mayUndoJob(job, entity) && (
        <IconButton
          label={t('jobs.undoNamed', { title })}
          icon={<Undo2 size={15} />}
          onClick={() => void jobActs.undo(job)}
        />
      )}
      {job.ended_at ? (
        children
      ) : (
        <IconButton
          label={t('jobs.cancelNamed', { title })}
          icon={<X size={15} />}
          disabled={job.cancelling}
          onClick={() => void jobActs.cancel(job)}
        />
      )}
    </div>
  )
}
