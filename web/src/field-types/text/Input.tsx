import { TextInput } from '@/lib/ant/Input.ts'
import type { InputProps } from '../contract.ts'

export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  return (
    <TextInput
      id={id}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-required={field.required}
      autoFocus={autoFocus}
      autoComplete="off"
      inputMode={keyboards[field.type]}
    />
  )
}

const keyboards: { [type: string]: 'tel' | 'email' | 'url' } = { phone: 'tel', email: 'email', url: 'url' }
