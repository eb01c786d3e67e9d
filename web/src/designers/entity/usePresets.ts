import { useMemo } from 'react'
import { type Presets, targetNamed } from '../core/newEntity.ts'
import { useDocs, useWords } from '../core/useBench.ts'
import { useCountry } from '../core/useCountry.ts'

/** What new fields begin with, in the language in which one designs. */
export function usePresets(): Presets {
  const { t, language } = useWords()
  const entities = useDocs('entity')
  const { currency, region } = useCountry()
  return useMemo(
    () => ({
      options: [
        t('design.entity.option.first'),
        t('design.entity.option.second'),
        t('design.entity.option.last'),
      ],
      currency,
      region,
      target: (title) => targetNamed(title, entities, language),
    }),
    [t, language, entities, currency, region],
  )
}
