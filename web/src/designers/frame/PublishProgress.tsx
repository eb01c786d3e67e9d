import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { client } from '@/lib/api/client.ts'

/** How far a publish that is at work has come. */
export function PublishProgress() {
  const { t } = useTranslation()
  const { data } = useQuery({
    queryKey: ['design', 'progress'],
    queryFn: ({ signal }) => client.design.progress(signal),
    refetchInterval: 700,
    gcTime: 0,
  })
  const now = data?.steps.find(({ state }) => state === 'running')
  return (
    <div className="b-progress" role="status">
      <span className="m-spinner" aria-hidden="true" />
      <span>{now ? now.text : t('design.frame.publishing')}</span>
      {now && now.total > 0 && <span>{Math.floor((now.done / now.total) * 100)} %</span>}
    </div>
  )
}
