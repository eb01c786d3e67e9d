import type { Entity } from '@mortise/sdk'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { bareOperators } from '@/field-types/contract.ts'
import { typeOf } from '@/field-types/registry.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { countConditions, type FilterNode, isComplete } from './filter.ts'
import { conditionField, type KnownEntities } from './places.ts'
import { useFilterDescription } from './useFilterDescription.ts'
import { useSpanText } from './useSpanText.ts'

/** Says a condition in words; known are the entities that it may lead to, when they are others than those of the page. */
export function useChipText(entity: Entity, known?: KnownEntities) {
  const { t } = useTranslation()
  const language = useLanguage()
  const spanText = useSpanText()
  const given = useFilterDescription()
  const description = known ?? given
  return useCallback(
    (node: FilterNode): string => {
      if (node.kind === 'group') return t('filter.group', { count: countConditions(node) })
      const field = conditionField(description, entity, node)
      if (!field) return t('filter.gone')
      const operator = node.via
        ? `(${t(`filter.quantifier.${node.quantifier ?? 'some'}`)}) ${t(`operator.${node.operator}`)}`
        : t(`operator.${node.operator}`)
      if (bareOperators.includes(node.operator) || !isComplete(node)) return `${field.title} ${operator}`
      if (node.operator === 'within') return `${field.title} ${spanText(node.value)}`
      const list = Array.isArray(node.value) ? node.value : [node.value]
      const type = typeOf(field)
      const value =
        list.length > 2
          ? t('filter.values', { count: list.length })
          : list
              .map((part) => type.text(field, type.many ? [part] : part, language))
              .join(node.operator === 'between' ? ' – ' : ' · ')
      return `${field.title} ${operator} ${value}`
    },
    [entity, description, language, spanText, t],
  )
}
