import type { Job, Link } from '@mortise/sdk'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, Download, Link2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { client } from '@/lib/api/client.ts'
import { formatDateTime, formatNumber, formatSize } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { noteJob } from '@/lib/jobs.ts'
import { Refused } from './Refused.tsx'

/** How far the file is; then the file, or why there is none. */
export function ExportJob({ job }: { job: Job }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const number = (value: number) => formatNumber(value, language)
  if (!job.ended_at) {
    const share = job.total > 0 ? { value: job.done / job.total } : {}
    return (
      <div className="x-job">
        <div className="x-job__line">
          <strong role="status">{job.cancelling ? t('jobs.cancelling') : t('export.running')}</strong>
          <Button disabled={job.cancelling} onClick={async () => noteJob(await client.jobs.cancel(job.id))}>
            {t('action.cancel')}
          </Button>
        </div>
        <progress className="x-bar" aria-label={t('export.running')} max={1} {...share} />
        <p className="x-note">
          {job.total > 0 && t('jobs.progress', { done: number(job.done), total: number(job.total) })}
        </p>
        <p className="x-note">{t('export.leave')}</p>
      </div>
    )
  }
  if (job.problem) return <Refused text={job.problem.title} />
  if (!job.file) return <p role="status">{t(`jobs.state.${job.state}`)}</p>
  return <Ready job={job} file={job.file} />
}

function Ready({ job, file }: { job: Job; file: NonNullable<Job['file']> }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const link = useMutation({
    mutationFn: async (): Promise<Link> => {
      const made = await client.jobs.link(job.id)
      await navigator.clipboard?.writeText(made.url).catch(() => undefined)
      return made
    },
  })
  return (
    <div className="x-ready">
      <CircleCheck size={28} aria-hidden="true" />
      <div role="status">
        <h3>{t('export.ready')}</h3>
      </div>
      <p className="x-note">
        {file.name} · {formatSize(file.size)}
      </p>
      <div className="x-job__line">
        <a className="m-button m-button--primary" href={client.jobs.fileAddress(job.id)} download={file.name}>
          <Download size={14} aria-hidden="true" />
          <span className="m-button__text">{t('export.download')}</span>
        </a>
        <Button icon={<Link2 size={14} />} busy={link.isPending} onClick={() => link.mutate()}>
          {t('export.link')}
        </Button>
      </div>
      {file.expires_at && (
        <p className="x-note">{t('export.expires', { at: formatDateTime(file.expires_at, language) })}</p>
      )}
      <div role="status">
        {link.data && (
          <>
            <p className="x-note">
              {t('export.linked', { at: formatDateTime(link.data.expires_at, language) })}
            </p>
            <input
              className="x-search x-link"
              readOnly
              aria-label={t('export.link')}
              value={link.data.url}
              onFocus={(event) => event.target.select()}
            />
          </>
        )}
        {link.error && <p className="x-note">{link.error.message}</p>}
      </div>
    </div>
  )
}
