import { useMemo } from 'react'
import { fieldTitle } from '../../core/entity.ts'
import { SelectProperty } from '../../core/Property.tsx'
import { titleIn } from '../../core/title.ts'
import { useDocs, useWords } from '../../core/useBench.ts'
import { entitiesOn, stepsFrom, withStep } from './path.ts'

/** A path has so many steps at most. */
const most = 4

interface PathProps {
  label: string
  entity: string
  value: readonly string[]
  onChange: (value: readonly string[]) => void
}

/** Relations one after another, each chosen from those that lead on. */
export function PathProperty({ label, entity, value, onChange }: PathProps) {
  const { t, language } = useWords()
  const named = useDocs('entity')
  const entities = useMemo(() => named.map(({ doc }) => doc), [named])
  const title = useStepTitle()
  const passed = entitiesOn(entities, entity, value)
  const open = value.length < most && passed.length > value.length
  const steps = open ? [...value, undefined] : value
  return (
    <>
      {steps.map((step, at) => {
        const from = passed[at]
        const known = from === undefined ? [] : stepsFrom(entities, from)
        const choices = known.map((one) => ({ value: one.step, label: title(one.of, one.field, one.step) }))
        if (step !== undefined && !known.some((one) => one.step === step))
          choices.push({ value: step, label: step })
        const of = named.find(({ name }) => name === from)
        return (
          <SelectProperty
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is what stands at its place
            key={at}
            label={
              at === 0
                ? label
                : t('design.access.rules.then', { entity: titleIn(of?.doc.title, language) || from })
            }
            value={step}
            none={t('design.access.rules.noStep')}
            choices={choices}
            onChange={(next) => onChange(withStep(value, at, next))}
          />
        )
      })}
    </>
  )
}

/** What a step of a path is called: the field, or the records whose field leads here. */
function useStepTitle() {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  return (of: string, field: string, step: string) => {
    const doc = entities.find(({ name }) => name === of)?.doc
    const said = fieldTitle(doc, field, language)
    if (!step.includes('.')) return said
    return t('design.access.rules.leadingHere', { entity: titleIn(doc?.title, language) || of, field: said })
  }
}
