import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { steps } from '../search.ts'
import type { Wizard } from '../useWizard.ts'

/** The steps: those that are done can be gone back to until the import has begun. */
export function StepList({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation()
  const at = steps.indexOf(wizard.step)
  return (
    <nav aria-label={t('import.stepsLabel')}>
      <ol className="i-steps">
        {steps.map((step, place) => {
          const done = place < at
          const mark = (
            <span className="i-steps__mark">{done ? <Check size={13} aria-hidden="true" /> : place + 1}</span>
          )
          return (
            <li key={step} aria-current={place === at ? 'step' : undefined} data-done={done || undefined}>
              {done && wizard.step !== 'run' ? (
                <button type="button" onClick={() => wizard.goTo(step)}>
                  {mark}
                  <span className="i-steps__name">{t(`import.steps.${step}`)}</span>
                </button>
              ) : (
                <span>
                  {mark}
                  <span className="i-steps__name">{t(`import.steps.${step}`)}</span>
                </span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
