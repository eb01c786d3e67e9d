import type { Entity } from '@mortise/sdk'
import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Skeleton } from '@/components/Notice.tsx'
import { useDescription } from '@/lib/api/get-description.ts'
import { doubled, missingFields, targetsOf } from '../plan.ts'
import type { Wizard } from '../useWizard.ts'
import { MapRow } from './MapRow.tsx'
import { ModeFields } from './ModeFields.tsx'
import { ProfileBar } from './ProfileBar.tsx'
import { StepFoot } from './StepFoot.tsx'
import './map.css'

/** Which field each column of the file goes into, and what becomes of records that are there. */
export function MapStep({ entity, wizard }: { entity: Entity; wizard: Wizard }) {
  const { t } = useTranslation()
  const description = useDescription().data
  const { plan, inspection } = wizard
  if (!plan || !inspection) return <Skeleton width="100%" height={240} />
  const targets = targetsOf(entity, description, plan.mode)
  const titleOf = (path: string) => targets.find((target) => target.path === path)?.title ?? path
  const missing = missingFields(entity, plan)
  const twice = doubled(plan)
  const mapped = Object.values(plan.map).some(Boolean)
  const keyless = plan.mode !== 'create' && plan.key.length === 0
  return (
    <>
      <ProfileBar entity={entity} inspection={inspection} onPlan={wizard.setPlan} />
      <ModeFields entity={entity} inspection={inspection} plan={plan} onChange={wizard.setPlan} />
      <table className="i-table i-map">
        <thead>
          <tr>
            <th scope="col">{t('import.column')}</th>
            <th scope="col">{t('import.map.example')}</th>
            <th scope="col">{t('import.field')}</th>
            <th scope="col">{t('import.map.confidence')}</th>
          </tr>
        </thead>
        <tbody>
          {inspection.columns.map((column, at) => (
            <MapRow
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place
              key={at}
              entity={entity}
              column={column}
              sample={inspection.samples.map((row) => row[at] ?? '').find(Boolean) ?? ''}
              targets={targets}
              plan={plan}
              values={wizard.valuesOf(column.header)}
              onChange={wizard.setPlan}
            />
          ))}
        </tbody>
      </table>
      <div role="status">
        {missing.length > 0 && (
          <p className="i-warn">
            {t('import.map.missing', { fields: missing.map((field) => field.title).join(t('import.comma')) })}
          </p>
        )}
        {twice.length > 0 && (
          <p className="i-problem">
            {t('import.map.twice', { fields: twice.map(titleOf).join(t('import.comma')) })}
          </p>
        )}
        {!mapped && <p className="i-problem">{t('import.needColumn')}</p>}
        {keyless && <p className="i-problem">{t('import.map.needKey')}</p>}
      </div>
      <StepFoot problem={wizard.problem}>
        <Button onClick={() => wizard.goTo('read')}>{t('import.back')}</Button>
        <Button
          look="primary"
          icon={<ArrowRight size={14} />}
          busy={wizard.busy}
          disabled={!mapped || twice.length > 0 || keyless}
          onClick={wizard.check}
        >
          {t('import.check.start')}
        </Button>
      </StepFoot>
    </>
  )
}
