import type { Field } from '@mortise/sdk'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { bareOperators } from '@/field-types/contract.ts'
import { typeOf } from '@/field-types/registry.ts'
import { Select } from '@/lib/ant/Select.ts'
import type { Condition } from './filter.ts'
import { spans } from './spans.ts'
import { useSpanText } from './useSpanText.ts'

interface ConditionValueProps {
  field: Field
  condition: Condition
  onChange: (condition: Condition) => void
}

/** What a condition compares with: a value, several, both ends of a range, or a span of days. */
export function ConditionValue({ field, condition, onChange }: ConditionValueProps) {
  const { t } = useTranslation()
  const spanText = useSpanText()
  const { operator, value } = condition
  const type = typeOf(field)
  const label = t('filter.value', { name: field.title })
  if (bareOperators.includes(operator)) return null
  const change = (next: unknown) => onChange({ ...condition, value: next })
  if (operator === 'within') {
    return (
      <Select
        aria-label={label}
        value={typeof value === 'string' ? value : undefined}
        className="f-fill"
        options={spans.map((span) => ({ value: span, label: spanText(span) }))}
        onChange={change}
      />
    )
  }
  if (operator === 'between') {
    const [from, to] = Array.isArray(value) ? value : []
    return (
      <Suspense>
        <span className="v-range">
          <type.Filter
            {...{ field, operator }}
            value={from}
            onChange={(next) => change([next, to])}
            label={t('filter.from', { name: field.title })}
          />
          <span aria-hidden="true">–</span>
          <type.Filter
            {...{ field, operator }}
            value={to}
            onChange={(next) => change([from, next])}
            label={t('filter.to', { name: field.title })}
          />
        </span>
      </Suspense>
    )
  }
  return (
    <Suspense>
      <type.Filter {...{ field, operator, value, label }} onChange={change} />
    </Suspense>
  )
}

/** The condition with another operator; the value stays where both compare with the same sort of value. */
export function withOperator(condition: Condition, operator: Condition['operator']): Condition {
  const shape = (one: Condition['operator']) =>
    one === 'within' || one === 'between' ? one : one === 'in' || one === 'nin' ? 'in' : 'one'
  const keeps = shape(condition.operator) === shape(operator)
  return { ...condition, operator, value: keeps ? condition.value : undefined }
}
