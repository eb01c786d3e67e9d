import type { Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { CheckStep } from './steps/CheckStep.tsx'
import { MapStep } from './steps/MapStep.tsx'
import { ReadStep } from './steps/ReadStep.tsx'
import { RunStep } from './steps/RunStep.tsx'
import { StepList } from './steps/StepList.tsx'
import { UploadStep } from './steps/UploadStep.tsx'
import { useWizard } from './useWizard.ts'
import './import.css'

const bodies = { upload: UploadStep, read: ReadStep, map: MapStep, check: CheckStep, run: RunStep }

/** Brings a file in as records, step by step. */
export function ImportPage({ entity }: { entity: Entity }) {
  const { t } = useTranslation()
  const wizard = useWizard(entity)
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(wizard.step)
  const { step } = wizard
  // Who reads by ear is told where he is: at the heading of the step.
  useEffect(() => {
    if (shown.current !== step) heading.current?.focus()
    shown.current = step
  }, [step])
  const Body = bodies[step]
  return (
    <main className="a-page i-page" aria-label={t('import.title', { name: entity.plural || entity.title })}>
      <PageHeader>
        <EntityIcon icon={entity.icon} color={entity.color} />
        <Link className="i-back" to="/e/$entity" params={{ entity: entity.name }}>
          {entity.plural || entity.title}
        </Link>
        <span aria-hidden="true">/</span>
        <h1 className="truncate">{t('action.import')}</h1>
      </PageHeader>
      <div className="i-scroll">
        <div className="i-body">
          <StepList wizard={wizard} />
          <h2 ref={heading} className="i-heading" tabIndex={-1}>
            {t(`import.steps.${step}`)}
            {wizard.search.name && step !== 'upload' && <span>{wizard.search.name}</span>}
          </h2>
          <Body entity={entity} wizard={wizard} />
        </div>
      </div>
    </main>
  )
}
