import type { PackagePlan, PackageRequest } from '@mortise/sdk'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Dialog } from '@/components/Dialog.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { showToast } from '@/components/toast.ts'
import { client } from '@/lib/api/client.ts'
import { Steps } from '../core/Steps.tsx'
import { useStudio } from '../core/useBench.ts'

/** What is to happen to a package. */
export interface Wanted {
  title: string
  request: PackageRequest
}

type Take = 'mine' | 'theirs'
type Conflict = NonNullable<PackagePlan['conflicts']>[number]

const idOf = ({ document, pointer }: Conflict) => `${document.kind}/${document.name}${pointer}`

/** Shows what installing, upgrading or removing a package does, asks where both changed something, and does it. */
export function PlanDialog({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  const { t } = useTranslation()
  const { reload } = useStudio()
  const queries = useQueryClient()
  const { request, title } = wanted
  const remove = request.remove === true
  const [takes, setTakes] = useState<{ [id: string]: Take | undefined }>({})
  const [agreed, setAgreed] = useState(false)
  const [demo, setDemo] = useState(false)
  const plan = useQuery({
    queryKey: ['design', 'packages', 'plan', request],
    queryFn: () => client.design.planPackage(request),
    retry: false,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const conflicts = plan.data?.conflicts ?? []
  const lost = [
    ...(plan.data?.consent ?? []),
    ...(plan.data?.steps.flatMap((step) => step.consent ?? []) ?? []),
  ]
  const act = useMutation({
    mutationFn: () => {
      const choices = conflicts.map((one) => ({
        document: one.document,
        pointer: one.pointer,
        take: takes[idOf(one)] ?? ('mine' as const),
      }))
      const whole = { ...request, plan: plan.data?.plan, choices, consent: [...new Set(lost)], demo }
      return remove ? client.design.uninstallPackage(whole) : client.design.installPackage(whole)
    },
    onSuccess: async () => {
      await reload()
      await queries.invalidateQueries({ queryKey: ['design'] })
      void queries.invalidateQueries({ queryKey: ['describe'] })
      showToast({
        text: t(`design.packages.done.${remove ? 'removed' : 'installed'}`, { title }),
        tone: 'plain',
      })
      onClose()
    },
  })
  const held = plan.data?.dependants ?? []
  const ready =
    plan.isSuccess &&
    held.length === 0 &&
    conflicts.every((one) => takes[idOf(one)]) &&
    (lost.length === 0 || agreed)
  return (
    <Dialog
      title={t(`design.packages.plan.${remove ? 'remove' : 'install'}`, { title })}
      closeLabel={t('action.close')}
      onClose={onClose}
      width={680}
      footer={
        <>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button
            look={remove ? 'danger' : 'primary'}
            busy={act.isPending}
            disabled={!ready}
            onClick={() => act.mutate()}
          >
            {t(`design.packages.${remove ? 'uninstall' : 'install'}`)}
          </Button>
        </>
      }
    >
      {plan.isPending && <Skeleton width={320} height={14} />}
      {plan.data && <Effects plan={plan.data} />}
      {conflicts.map((one) => (
        <ConflictChoice
          key={idOf(one)}
          conflict={one}
          take={takes[idOf(one)]}
          onTake={(take) => setTakes({ ...takes, [idOf(one)]: take })}
        />
      ))}
      {plan.data && !remove && (
        <label className="b-consent">
          <input
            type="checkbox"
            className="m-check"
            checked={demo}
            onChange={(event) => setDemo(event.target.checked)}
          />
          <span>{t('design.packages.demo')}</span>
        </label>
      )}
      {lost.length > 0 && (
        <label className="b-consent b-losses">
          <input
            type="checkbox"
            className="m-check"
            checked={agreed}
            onChange={(event) => setAgreed(event.target.checked)}
          />
          <span>{t('design.packages.agree')}</span>
        </label>
      )}
      {(plan.error ?? act.error) && (
        <p className="b-error" role="alert">
          {(plan.error ?? act.error)?.message}
        </p>
      )}
    </Dialog>
  )
}

/** What a plan does, in numbers and in words. */
function Effects({ plan }: { plan: PackagePlan }) {
  const { t } = useTranslation()
  return (
    <>
      <p>{t('design.packages.documents', { count: plan.documents.length })}</p>
      {(plan.dependants?.length ?? 0) > 0 && (
        <p className="b-error">
          {t('design.packages.dependants', { names: plan.dependants?.map(({ name }) => name).join(', ') })}
        </p>
      )}
      {plan.references?.map((one) => (
        <p key={one.pointer} className="b-error">
          {one.message}
        </p>
      ))}
      {plan.records
        ?.filter(({ records, archived }) => records + archived > 0)
        .map(({ entity, records }) => (
          <p key={entity}>{t('design.packages.records', { entity, count: records })}</p>
        ))}
      <Steps steps={plan.steps} />
    </>
  )
}

interface ConflictChoiceProps {
  conflict: Conflict
  take: Take | undefined
  onTake: (take: Take) => void
}

/** One place that the package and the workspace changed differently. */
function ConflictChoice({ conflict, take, onTake }: ConflictChoiceProps) {
  const { t } = useTranslation()
  const id = idOf(conflict)
  return (
    <fieldset className="b-clash">
      <legend>{id}</legend>
      {(['mine', 'theirs'] as const).map((side) => (
        <label key={side} className="b-clash__side">
          <input type="radio" name={id} checked={take === side} onChange={() => onTake(side)} />
          <span>{t(`design.packages.take.${side}`)}</span>
          <code>{JSON.stringify(conflict[side], undefined, 1) ?? t('design.frame.removed')}</code>
        </label>
      ))}
    </fieldset>
  )
}
