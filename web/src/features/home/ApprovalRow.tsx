import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, X } from 'lucide-react'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { formatAgo } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'

const PublishRequest = lazy(() => import('./PublishRequest.tsx'))

type Decision = 'approve' | 'reject' | 'withdraw'

/** One request with what can be decided about it in place. */
export function ApprovalRow({ id, at, mine }: { id: string; at: string; mine: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const queries = useQueryClient()
  const [refusing, setRefusing] = useState(false)
  const [looking, setLooking] = useState(false)
  const [comment, setComment] = useState('')
  const about = useQuery({
    queryKey: ['approval', id, language],
    queryFn: ({ signal }) => client.approvals.summary(id, signal),
  }).data
  const decide = useMutation({
    mutationFn: (decision: Decision) => client.approvals[decision](id, comment.trim() || undefined),
    onSuccess: (_, decision) => showToast({ tone: 'plain', text: t(`home.decided.${decision}`) }),
    onError: (error) => showToast({ tone: 'error', text: error.message }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['records'] }),
  })
  const known = t(`home.asked.${about?.action ?? 'other'}`, { defaultValue: t('home.asked.other') })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    decide.mutate('reject')
  }
  return (
    <li className="h-approval">
      <div className="h-approval__text">
        <Link className="h-row__main" to="/e/$entity/$id" params={{ entity: 'approval', id }}>
          {about ? `${known} · ${[about.title, about.record?.name].filter(Boolean).join(' ')}` : '…'}
        </Link>
        <span className="h-row__of">
          {[mine ? '' : about?.requester.name, at && formatAgo(at, language)].filter(Boolean).join(' · ')}
        </span>
        {about?.fields?.map((field) => (
          <span key={field.name} className="h-row__of">
            {field.title}: {wordsOf(field.before, field.names)} → {wordsOf(field.after, field.names)}
          </span>
        ))}
        {about?.reason && <span className="h-row__of">“{about.reason}”</span>}
        {about?.action === 'publish_access' && (
          <button type="button" className="h-approval__look" onClick={() => setLooking(true)}>
            {t('home.publishLook')}
          </button>
        )}
      </div>
      <Suspense>{looking && <PublishRequest id={id} onClose={() => setLooking(false)} />}</Suspense>
      {mine && (
        <Button look="ghost" busy={decide.isPending} onClick={() => decide.mutate('withdraw')}>
          {t('home.withdraw')}
        </Button>
      )}
      {!mine && !refusing && (
        <>
          <Button icon={<Check size={14} />} busy={decide.isPending} onClick={() => decide.mutate('approve')}>
            {t('home.approve')}
          </Button>
          <Button look="ghost" icon={<X size={14} />} onClick={() => setRefusing(true)}>
            {t('home.reject')}
          </Button>
        </>
      )}
      {refusing && (
        <form className="h-approval__why" onSubmit={submit}>
          <input
            // biome-ignore lint/a11y/noAutofocus: asked for by the button that it replaces
            autoFocus
            aria-label={t('home.rejectWhy')}
            placeholder={t('home.rejectWhy')}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && setRefusing(false)}
          />
          <Button type="submit" busy={decide.isPending}>
            {t('home.reject')}
          </Button>
          <Button look="ghost" onClick={() => setRefusing(false)}>
            {t('action.cancel')}
          </Button>
        </form>
      )}
    </li>
  )
}

/** A value of a request in words. */
function wordsOf(value: unknown, names: { [id: string]: string } | undefined): string {
  if (value === null || value === undefined || value === '') return '—'
  if (Array.isArray(value)) return value.map((one) => wordsOf(one, names)).join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  return names?.[String(value)] ?? String(value)
}
