import type { Job } from '@mortise/sdk'
import { shareOf } from './progress.ts'
import { useJobWords } from './useJobWords.ts'

/** What a job is, how it goes and how far it is. */
export function JobText({ job, when }: { job: Job; when?: string }) {
  const words = useJobWords()
  const title = words.title(job)
  const share = shareOf(job)
  return (
    <div className="j-job__text">
      <strong className="truncate">{title}</strong>
      <span>{[words.state(job), when].filter(Boolean).join(' · ')}</span>
      {!job.ended_at && (
        <progress
          className="j-bar"
          aria-label={title}
          max={1}
          {...(share !== undefined && { value: share })}
        />
      )}
    </div>
  )
}
