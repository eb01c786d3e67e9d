import type { Job } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { Download, ExternalLink, Undo2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { shareOf } from './progress.ts'
import { useJobWords } from './useJobWords.ts'
import type { Tray } from './useTray.ts'

/** One job: how far it is, and what can be done with it. */
export function JobLine({ job, tray }: { job: Job; tray: Tray }) {
  const { t } = useTranslation()
  const words = useJobWords()
  const title = words.title(job)
  const share = shareOf(job)
  return (
    <li className="j-job" data-state={job.state}>
      <div className="j-job__text">
        <strong className="truncate">{title}</strong>
        <span>{words.state(job)}</span>
        {!job.ended_at && (
          <progress
            className="j-bar"
            aria-label={title}
            max={1}
            {...(share !== undefined && { value: share })}
          />
        )}
      </div>
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
            title={t('jobs.download')}
            aria-label={`${t('jobs.download')}: ${job.file.name}`}
          >
            <Download size={15} aria-hidden="true" />
          </a>
        )}
        {tray.undoable(job) && job.kind === 'bulk' && (
          <IconButton label={t('jobs.undo')} icon={<Undo2 size={15} />} onClick={() => tray.undo(job)} />
        )}
        {job.ended_at ? (
          <IconButton label={t('jobs.hide')} icon={<X size={15} />} onClick={() => tray.hide(job)} />
        ) : (
          <IconButton
            label={t('jobs.cancel')}
            icon={<X size={15} />}
            disabled={job.cancelling}
            onClick={() => tray.cancel(job)}
          />
        )}
      </div>
    </li>
  )
}
