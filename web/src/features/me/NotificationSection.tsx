import type { NotificationKind } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { Trouble } from './Block.tsx'

/** What the user wants to be told. */
export function NotificationSection() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const key = ['notification-kinds', useLanguage()]
  const kinds = useQuery({ queryKey: key, queryFn: ({ signal }) => client.account.notificationKinds(signal) })
  const set = useMutation({
    mutationFn: ({ kind, on }: { kind: string; on: boolean }) =>
      client.account.setNotificationKinds({ [kind]: on }),
    onMutate: ({ kind, on }) =>
      queries.setQueryData<NotificationKind[]>(key, (list) =>
        list?.map((one) => (one.kind === kind ? { ...one, on } : one)),
      ),
    onError: (error) => {
      showToast({ tone: 'error', text: error.message })
      queries.invalidateQueries({ queryKey: key })
    },
  })
  return (
    <>
      <p className="e-text">{t('me.notificationsText')}</p>
      <Trouble error={kinds.error} />
      <ul className="e-list">
        {kinds.data?.map(({ kind, title, on, required }) => (
          <li key={kind}>
            <label className="e-item e-item--switch">
              <span className="e-item__text">
                <strong>{title}</strong>
                {required && <span>{t('me.required')}</span>}
              </span>
              <input
                type="checkbox"
                role="switch"
                aria-checked={on}
                className="e-switch"
                checked={on}
                disabled={required}
                onChange={() => set.mutate({ kind, on: !on })}
              />
            </label>
          </li>
        ))}
      </ul>
    </>
  )
}
