import type { Job } from '@mortise/sdk'
import { X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { JobActions } from './JobActions.tsx'
import { JobText } from './JobText.tsx'
import { useJobWords } from './useJobWords.ts'
import type { Tray } from './useTray.ts'

/** One job of the tray. */
export function JobLine({ job, tray }: { job: Job; tray: Tray }) {
  const { t } = useTranslation()
  const title = useJobWords().title(job)
  return (
    <li className="j-job" data-state={job.state}>
      <JobText job={job} />
      <JobActions job={job} title={title} undoable={tray.undoable(job)}>
        <IconButton
          label={t('jobs.hideNamed', { title })}
          icon={<X size={15} />}
          onClick={() => tray.hide(job)}
        />
      </JobActions>
    </li>
  )
}
