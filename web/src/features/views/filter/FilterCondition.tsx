import type { Entity } from '@mortise/sdk'
import { X } from 'lucide-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { bareOperators, type OperatorId } from '@/field-types/contract.ts'
import { typeOf } from '@/field-types/registry.ts'
import { Select } from '@/lib/ant/Select.ts'
import { fieldOf } from '@/lib/definition.ts'
import { type Condition, filterableFields } from './filter.ts'

interface FilterConditionProps {
  entity: Entity
  condition: Condition
  onChange: (condition: Condition) => void
  onRemove: () => void
}

/** One line of a filter: field, operator, value. */
export function FilterCondition({ entity, condition, onChange, onRemove }: FilterConditionProps) {
  const { t } = useTranslation()
  const field = fieldOf(entity, condition.field)
  const type = typeOf(field)
  const bare = bareOperators.includes(condition.operator)
  return (
    <div className="v-condition">
      <Select
        aria-label={t('filter.field')}
        value={field ? condition.field : undefined}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        options={filterableFields(entity).map((option) => ({ value: option.name, label: option.title }))}
        onChange={(name: string) => {
          const next = typeOf(fieldOf(entity, name))
          onChange({ kind: 'condition', field: name, operator: next.operators[0] ?? 'eq' })
        }}
      />
      <Select
        aria-label={t('filter.operator')}
        value={condition.operator}
        popupMatchSelectWidth={false}
        options={type.operators.map((id) => ({ value: id, label: t(`operator.${id}`) }))}
        onChange={(operator: OperatorId) => onChange({ ...condition, operator })}
      />
      <div className="v-condition__value">
        {field && !bare && (
          <Suspense>
            <type.Filter
              field={field}
              operator={condition.operator}
              value={condition.value}
              onChange={(value) => onChange({ ...condition, value })}
              label={t('filter.value', { name: field.title })}
            />
          </Suspense>
        )}
      </div>
      <IconButton label={t('filter.remove')} icon={<X size={15} />} onClick={onRemove} />
    </div>
  )
}
