import type { PlanStep } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'

/** What a publish does to the database, in words; slow steps say so. */
export function Steps({ steps }: { steps: readonly PlanStep[] }) {
  const { t } = useTranslation()
  if (steps.length === 0) return <p className="b-pop-text">{t('design.frame.noSteps')}</p>
  return (
    <ul className="b-steps">
      {steps.slice(0, 100).map((step) => (
        <li key={step.kind + step.entity + step.field + step.text}>
          <span>{step.text}</span>
          {step.risk === 'slow' && <span className="b-slow">{t('design.frame.slow')}</span>}
        </li>
      ))}
      {steps.length > 100 && <li>{t('design.frame.moreChanges', { count: steps.length - 100 })}</li>}
    </ul>
  )
}
