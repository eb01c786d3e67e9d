import { Switch } from '@/lib/ant/Switch.ts'
import type { InputProps } from '../contract.ts'

export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  return (
    <span className="f-switch">
      <Switch
        id={id}
        aria-label={field.title}
        checked={value === true}
        onChange={(next) => onChange(next)}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoFocus={autoFocus}
      />
    </span>
  )
}
