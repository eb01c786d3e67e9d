import type { Field } from '@mortise/sdk'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { Select } from '@/lib/ant/Select.ts'
import { withOperator } from './ConditionValue.tsx'
import { type Condition, quantifiers } from './filter.ts'

interface ConditionOperatorProps {
  field: Field | undefined
  condition: Condition
  onChange: (condition: Condition) => void
}

/** How a condition compares and, of records that the way leads to many of, of how many it must hold. */
export function ConditionOperator({ field, condition, onChange }: ConditionOperatorProps) {
  const { t } = useTranslation()
  return (
    <span className="v-condition__how">
      {condition.via && (
        <Select
          aria-label={t('filter.quantifier.title')}
          value={condition.quantifier ?? 'some'}
          popupMatchSelectWidth={false}
          options={quantifiers.map((one) => ({ value: one, label: t(`filter.quantifier.${one}`) }))}
          onChange={(quantifier) => onChange({ ...condition, quantifier })}
        />
      )}
      <Select
        aria-label={t('filter.operator')}
        value={condition.operator}
        popupMatchSelectWidth={false}
        options={typeOf(field).operators.map((id) => ({ value: id, label: t(`operator.${id}`) }))}
        onChange={(operator) => onChange(withOperator(condition, operator))}
      />
    </span>
  )
}
