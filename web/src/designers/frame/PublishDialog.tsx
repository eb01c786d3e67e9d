import { Forbidden, Invalid, type PlanStep, type Published } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Rocket } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { AccessEffects } from '../core/AccessEffects.tsx'
import { TextProperty } from '../core/Property.tsx'
import { Steps } from '../core/Steps.tsx'
import { useStudio } from '../core/useBench.ts'
import { findingsOf } from '../core/useProblems.ts'
import { ChangeList, useChanges } from './ChangesMenu.tsx'
import { FindingList } from './ProblemsMenu.tsx'
import { PublishProgress } from './PublishProgress.tsx'

/** What publishing would do, once all that was drawn is saved. */
function usePlan() {
  const { draft, saver } = useStudio()
  return useQuery({
    queryKey: ['design', 'plan', draft],
    queryFn: async ({ signal }) => {
      await saver.flush()
      await client.design.check({ draft }, signal)
      return client.design.plan({ draft }, signal)
    },
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** Shows what publishing changes in data and in access, asks for consent to what is lost, and publishes. */
export default function PublishDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { draft, reload } = useStudio()
  const queries = useQueryClient()
  const [comment, setComment] = useState('')
  const [consent, setConsent] = useState<readonly string[]>([])
  const plan = usePlan()
  const changes = useChanges()
  const steps = plan.data ?? []
  const needed = steps.flatMap((step) => step.consent ?? [])
  const publish = useMutation({
    mutationFn: (approval: boolean) =>
      client.design.publish({ draft, comment: comment || undefined, consent: [...consent], approval }),
    onSuccess: async (done: Published) => {
      await reload()
      await queries.invalidateQueries({ queryKey: ['design'] })
      void queries.invalidateQueries({ queryKey: ['describe'] })
      showToast({
        text: done.request
          ? t('design.frame.requested')
          : t('design.frame.published', { revision: done.revision }),
        tone: 'plain',
      })
      onClose()
    },
  })
  const unmet = publish.error instanceof Forbidden ? publish.error.obligations : []
  const needsApproval = unmet.length > 0 && unmet.every(({ needs }) => needs === 'approval')
  const nothing = changes.data?.length === 0
  return (
    <Dialog
      title={t('design.frame.publishTitle')}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={720}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          {needsApproval && (
            <Button busy={publish.isPending} onClick={() => publish.mutate(true)}>
              {t('design.frame.askApproval')}
            </Button>
          )}
          <Button
            look="primary"
            icon={<Rocket size={14} />}
            data-tour="publishing"
            busy={publish.isPending}
            disabled={!plan.isSuccess || nothing || needed.some((code) => !consent.includes(code))}
            onClick={() => publish.mutate(false)}
          >
            {t('design.frame.publishNow')}
          </Button>
        </>
      }
    >
      {plan.isPending && <Waiting />}
      {plan.isError && <Refused error={plan.error} onFollow={onClose} />}
      {plan.isSuccess && nothing && <p>{t('design.frame.noChanges')}</p>}
      {plan.isSuccess && !nothing && (
        <>
          <Losses steps={steps} consent={consent} onConsent={setConsent} />
          <AccessEffects />
          <Part title={t('design.frame.whatChanges')}>
            <ChangeList />
          </Part>
          <Part title={t('design.frame.database')}>
            <Steps steps={steps.filter((step) => !step.consent)} />
          </Part>
          <TextProperty
            label={t('design.frame.comment')}
            value={comment}
            onChange={setComment}
            placeholder={t('design.frame.commentHint')}
          />
        </>
      )}
      {publish.isPending && <PublishProgress />}
      {publish.isError && <Refused error={publish.error} onFollow={onClose} />}
    </Dialog>
  )
}

/** A part of what publishing does, with its title. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="b-part">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <div className="b-loading" role="status" aria-label={t('design.frame.planning')}>
      <Skeleton width={360} height={14} />
      <Skeleton width={280} height={14} />
      <Skeleton width={320} height={14} />
    </div>
  )
}

function Refused({ error, onFollow }: { error: Error; onFollow: () => void }) {
  const { t } = useTranslation()
  if (error instanceof Invalid)
    return (
      <Part title={t('design.frame.problems', { count: error.details.length })}>
        <FindingList found={findingsOf(error)} onFollow={onFollow} />
      </Part>
    )
  return (
    <p className="b-error" role="alert">
      {error.message}
    </p>
  )
}

interface LossesProps {
  steps: readonly PlanStep[]
  consent: readonly string[]
  onConsent: (consent: string[]) => void
}

/** What is lost or hidden from everybody: each wants a consent of its own. */
function Losses({ steps, consent, onConsent }: LossesProps) {
  const { t } = useTranslation()
  const risky = steps.filter((step) => step.consent)
  if (risky.length === 0) return null
  return (
    <section className="b-part b-losses">
      <h3>{t('design.frame.losses')}</h3>
      {risky.map(({ consent: code = '', text }) => (
        <label key={code} className="b-consent">
          <input
            type="checkbox"
            className="m-check"
            checked={consent.includes(code)}
            onChange={({ target }) =>
              onConsent(target.checked ? [...consent, code] : consent.filter((one) => one !== code))
            }
          />
          <span>{text}</span>
        </label>
      ))}
    </section>
  )
}
