import { type ReactNode, useId } from 'react'
import { TextArea, TextInput } from '@/lib/ant/Input.ts'
import { InputNumber } from '@/lib/ant/InputNumber.ts'
import { Select } from '@/lib/ant/Select.ts'
import { Switch } from '@/lib/ant/Switch.ts'
import './property.css'

interface Common {
  label: string
  /** Said below in small letters. */
  hint?: string
  /** What is wrong with it. */
  problem?: string
}

interface FrameProps extends Common {
  id: string
  line?: boolean
  children: ReactNode
}

/** A named property: in a line for switches, below its name for others. */
export function PropertyFrame({ id, label, hint, problem, line, children }: FrameProps) {
  return (
    <div className={line ? 'b-prop b-prop--line' : 'b-prop'}>
      <label className="b-prop__label" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint && !problem && (
        <p id={`${id}-hint`} className="b-prop__hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-hint`} className="b-prop__problem">
          {problem}
        </p>
      )}
    </div>
  )
}

const described = (id: string, { hint, problem }: Common) => (hint || problem ? `${id}-hint` : undefined)

interface TextProps extends Common {
  value: string
  onChange: (value: string) => void
  long?: boolean
  placeholder?: string
  disabled?: boolean
  mono?: boolean
  onBlur?: () => void
}

/** A line of text, or several. */
export function TextProperty({
  value,
  onChange,
  long,
  placeholder,
  disabled,
  mono,
  onBlur,
  ...rest
}: TextProps) {
  const id = useId()
  const shared = {
    id,
    value,
    placeholder,
    disabled,
    onBlur,
    className: mono ? 'b-mono' : undefined,
    status: rest.problem ? ('error' as const) : undefined,
    'aria-invalid': rest.problem ? true : undefined,
    'aria-describedby': described(id, rest),
  }
  return (
    <PropertyFrame id={id} {...rest}>
      {long ? (
        <TextArea {...shared} rows={2} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <TextInput {...shared} onChange={(event) => onChange(event.target.value)} />
      )}
    </PropertyFrame>
  )
}

interface NumberProps extends Common {
  value: number | undefined
  onChange: (value: number | undefined) => void
  min?: number
  max?: number
  step?: number
}

/** A number, or none. */
export function NumberProperty({ value, onChange, min, max, step, ...rest }: NumberProps) {
  const id = useId()
  return (
    <PropertyFrame id={id} {...rest}>
      <InputNumber
        id={id}
        style={{ width: '100%' }}
        value={value ?? null}
        min={min}
        max={max}
        step={step}
        status={rest.problem ? 'error' : undefined}
        aria-describedby={described(id, rest)}
        onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
      />
    </PropertyFrame>
  )
}

interface SwitchProps extends Common {
  value: boolean
  onChange: (value: boolean) => void
  disabled?: boolean
}

/** Something that is so or not. */
export function SwitchProperty({ value, onChange, disabled, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <PropertyFrame id={id} line {...rest}>
      <Switch
        id={id}
        size="small"
        checked={value}
        disabled={disabled}
        onChange={onChange}
        aria-describedby={described(id, rest)}
      />
    </PropertyFrame>
  )
}

/** One thing to choose. */
export interface Choice {
  value: string
  label: string
}

interface SelectProps extends Common {
  value: string | undefined
  onChange: (value: string | undefined) => void
  choices: readonly Choice[]
  /** Nothing may be chosen, too; its name. */
  none?: string
  disabled?: boolean
}

/** One of several; typing finds. */
export function SelectProperty({ value, onChange, choices, none, disabled, ...rest }: SelectProps) {
  const id = useId()
  return (
    <PropertyFrame id={id} {...rest}>
      <Select
        id={id}
        value={value ?? null}
        placeholder={none}
        allowClear={none !== undefined}
        disabled={disabled}
        showSearch={choices.length > 8}
        optionFilterProp="label"
        status={rest.problem ? 'error' : undefined}
        aria-label={rest.label}
        aria-describedby={described(id, rest)}
        options={[...choices]}
        onChange={(next) => onChange(next ?? undefined)}
      />
    </PropertyFrame>
  )
}

interface ManyProps extends Common {
  value: readonly string[]
  onChange: (value: string[]) => void
  choices: readonly Choice[]
  placeholder?: string
}

/** Any number of several. */
export function ManyProperty({ value, onChange, choices, placeholder, ...rest }: ManyProps) {
  const id = useId()
  return (
    <PropertyFrame id={id} {...rest}>
      <Select
        id={id}
        mode="multiple"
        value={[...value]}
        placeholder={placeholder}
        optionFilterProp="label"
        aria-label={rest.label}
        aria-describedby={described(id, rest)}
        options={[...choices]}
        onChange={(next: string[]) => onChange(next)}
      />
    </PropertyFrame>
  )
}
