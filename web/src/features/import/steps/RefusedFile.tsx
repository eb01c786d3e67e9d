import type { Job } from '@mortise/sdk'
import { Download } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'

/** Leads to the file of the rows that were refused. */
export function RefusedFile({ job, label }: { job: Job; label?: string }) {
  const { t } = useTranslation()
  if (!job.file) return null
  return (
    <a className="m-button m-button--plain" href={client.jobs.fileAddress(job.id)} download={job.file.name}>
      <Download size={14} aria-hidden="true" />
      <span className="m-button__text">{label ?? t('import.refusedRows')}</span>
    </a>
  )
}
