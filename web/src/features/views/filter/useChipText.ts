import type { Entity } from '@mortise/sdk'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { bareOperators } from '@/field-types/contract.ts'
import { typeOf } from '@/field-types/registry.ts'
import { fieldOf } from '@/lib/definition.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { countConditions, type FilterNode, isComplete } from './filter.ts'

/** Says a condition in words. */
export function useChipText(entity: Entity) {
  const { t } = useTranslation()
  const language = useLanguage()
  return useCallback(
    (node: FilterNode): string => {
      if (node.kind === 'group') return t('filter.group', { count: countConditions(node) })
      const field = fieldOf(entity, node.field)
      if (!field) return t('filter.gone')
      const operator = t(`operator.${node.operator}`)
      if (bareOperators.includes(node.operator) || !isComplete(node)) return `${field.title} ${operator}`
      const list = Array.isArray(node.value) ? node.value : [node.value]
      const type = typeOf(field)
      const value =
        list.length > 2
          ? t('filter.values', { count: list.length })
          : list.map((part) => type.text(field, type.many ? [part] : part, language)).join(' · ')
      return `${field.title} ${operator} ${value}`
    },
    [entity, language, t],
  )
}
