import type { Field } from '@mortise/sdk'
import { Pill } from '@/components/Mark.tsx'
import { Select } from '@/lib/ant/Select.ts'
import type { InputProps } from './contract.ts'

const searchFrom = 8

function choicesOf(field: Field) {
  return (field.options ?? [])
    .filter((option) => !option.archived)
    .map((option) => ({
      value: option.value,
      label: <Pill color={option.color}>{option.title}</Pill>,
      text: option.title,
    }))
}

interface OptionSelectProps extends Pick<InputProps, 'field' | 'value' | 'onChange'> {
  many: boolean
  label?: string
  id?: string
  invalid?: boolean
  describedBy?: string
  autoFocus?: boolean
}

/** Chooses one or many of a field's options. */
export function OptionSelect({
  field,
  value,
  onChange,
  many,
  label,
  id,
  invalid,
  describedBy,
  autoFocus,
}: OptionSelectProps) {
  const options = choicesOf(field)
  return (
    <Select
      id={id}
      aria-label={label}
      mode={many ? 'multiple' : undefined}
      value={value ?? undefined}
      onChange={(next) => onChange(next ?? null)}
      options={options}
      optionLabelProp={many ? 'text' : undefined}
      allowClear
      showSearch={options.length >= searchFrom || many ? { optionFilterProp: 'text' } : false}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      autoFocus={autoFocus}
      defaultOpen={autoFocus}
      popupMatchSelectWidth={false}
      className="f-fill"
    />
  )
}
