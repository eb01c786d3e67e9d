import type { Job } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { findEntity, useDescription } from '@/lib/api/get-description.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

/** Says in words what a job is and how it goes. */
export function useJobWords() {
  const { t } = useTranslation()
  const language = useLanguage()
  const description = useDescription().data
  const number = (value: number) => formatNumber(value, language)
  return {
    title(job: Job): string {
      const entity = findEntity(description, job.entity)
      const name = entity?.plural || entity?.title || job.entity || ''
      const dry = (job.result as { dry?: boolean } | undefined)?.dry
      const action = (job.result as { action?: string } | undefined)?.action
      const done = job.kind === 'bulk' && action ? t(`bulk.${action}`) : undefined
      const kind = dry ? t('jobs.kind.check') : (done ?? t(`jobs.kind.${job.kind}`, t('jobs.kind.other')))
      return [kind, name].filter(Boolean).join(language === 'zh-CN' ? '：' : ': ')
    },
    state(job: Job): string {
      if (job.problem) return job.problem.title
      if (job.cancelling && !job.ended_at) return t('jobs.cancelling')
      if (!job.ended_at && job.total > 0) {
        return t('jobs.progress', { done: number(job.done), total: number(job.total) })
      }
      const counts = Object.entries(job.counts).filter(([, value]) => value > 0)
      const said = counts.map(([name, value]) =>
        t(`jobs.counts.${name}`, { count: value, number: number(value) }),
      )
      return [t(`jobs.state.${job.state}`), ...said].join(' · ')
    },
  }
}
