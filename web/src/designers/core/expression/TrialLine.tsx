import type { Field } from '@mortise/sdk'
import { Button } from '@/components/Button.tsx'
import { typeOf } from '@/field-types/registry.ts'
import { useRelatedLabel } from '@/field-types/relation/useRelatedLabel.ts'
import { isEmptyValue, relationTarget } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { describedField, fieldDoc } from '../entity.ts'
import { useDoc, useWords } from '../useBench.ts'
import type { Mend, Slip } from './mend.ts'
import { SampleMenu } from './SampleMenu.tsx'
import type { Sample, Trial } from './useTrial.ts'

interface TrialLineProps {
  id: string
  entity: string
  field?: string
  trial: Trial | undefined
  /** It is of what is written now. */
  fresh: boolean
  slips: readonly Slip[]
  onMend: (mend: Mend) => void
  onSample: (sample: Sample | undefined) => void
}

/** What comes of an expression, or what is wrong with it, in words. */
export function TrialLine({ id, entity, field, trial, fresh, slips, onMend, onSample }: TrialLineProps) {
  const { t } = useWords()
  const meant = ({ meant, insert }: Mend) =>
    meant === insert
      ? t('design.core.expression.meantSame', { name: insert })
      : t('design.core.expression.meant', { meant, name: insert })
  const wrong = slips.length > 0
  return (
    <>
      <div
        id={id}
        role="status"
        className="b-expr__live"
        data-wrong={wrong || undefined}
        data-stale={!fresh || undefined}
      >
        {slips.map(({ message, mend, from }) => (
          <p key={`${from} ${message}`} className="b-prop__problem">
            {message} {mend && meant(mend)}
          </p>
        ))}
        {trial && !wrong && <Outcome {...{ entity, field, trial }} />}
      </div>
      {fresh &&
        slips.map(
          ({ mend, from }) =>
            mend && (
              <Button key={from} className="b-expr__mend" onClick={() => onMend(mend)}>
                {t('design.core.expression.mend', { name: mend.insert })}
              </Button>
            ),
        )}
      {trial?.tried?.record && !wrong && (
        <SampleMenu entity={entity} sample={trial.tried.record} onChoose={onSample} />
      )}
    </>
  )
}

interface OutcomeProps {
  entity: string
  field?: string
  trial: Trial
}

function Outcome({ entity, field, trial: { tried, trouble, message } }: OutcomeProps) {
  const { t, language } = useWords()
  const reader = useLanguage()
  const own = fieldDoc(useDoc('entity', entity), field ?? '')
  if (!tried) {
    const said = trouble === 'failed' && message ? message : t(`design.core.expression.${trouble}`)
    return <p className="b-prop__hint">{said}</p>
  }
  if (tried.limited) return <p className="b-prop__hint">{t('design.core.expression.limited')}</p>
  const type = t(`design.core.type.${tried.type}`, { defaultValue: tried.type ?? '' })
  if (tried.value === undefined)
    return <p className="b-prop__hint">{t('design.core.expression.noRecord', { type })}</p>
  const described: Field = own
    ? describedField(field ?? '', own, language)
    : { name: '', type: '', title: '' }
  const shown: Field = { ...described, type: tried.type ?? 'text', name: field ?? 'value' }
  return (
    <p className="b-expr__value">
      ={' '}
      {isEmptyValue(tried.value) ? (
        <span className="b-expr__nothing">{t('design.core.expression.nothing')}</span>
      ) : (
        <b>
          {relationTarget(shown) ? (
            <Related field={shown} value={tried.value} />
          ) : (
            typeOf(shown).text(shown, tried.value, reader)
          )}
        </b>
      )}
    </p>
  )
}

/** The name of a record that comes of an expression as its id. */
function Related({ field, value }: { field: Field; value: unknown }) {
  return useRelatedLabel(field, value)
}
