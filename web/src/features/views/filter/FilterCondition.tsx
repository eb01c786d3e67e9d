import type { Entity } from '@mortise/sdk'
import { X } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { Select } from '@/lib/ant/Select.ts'
import { ConditionOperator } from './ConditionOperator.tsx'
import { ConditionValue } from './ConditionValue.tsx'
import { type Condition, conditionOn } from './filter.ts'
import { conditionField, placeKey, placesOf } from './places.ts'
import { useFilterDescription } from './useFilterDescription.ts'

interface FilterConditionProps {
  entity: Entity
  condition: Condition
  onChange: (condition: Condition) => void
  onRemove: () => void
}

/** One line of a filter: field, operator, value. */
export function FilterCondition({ entity, condition, onChange, onRemove }: FilterConditionProps) {
  const { t } = useTranslation()
  const description = useFilterDescription()
  const places = useMemo(() => placesOf(description, entity), [description, entity])
  const field = conditionField(description, entity, condition)
  return (
    <div className="v-condition">
      <Select
        aria-label={t('filter.field')}
        value={field ? placeKey(condition) : undefined}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        options={places.map((place) => ({ value: place.key, label: place.field.title }))}
        onChange={(key: string) => {
          const place = places.find((one) => one.key === key)
          if (place) onChange(conditionOn(place.condition, place.field))
        }}
      />
      <ConditionOperator {...{ field, condition, onChange }} />
      <div className="v-condition__value">
        {field && <ConditionValue {...{ field, condition, onChange }} />}
      </div>
      <IconButton label={t('filter.remove')} icon={<X size={15} />} onClick={onRemove} />
    </div>
  )
}
