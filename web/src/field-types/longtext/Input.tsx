import { TextArea } from '@/lib/ant/Input.ts'
import type { InputProps } from '../contract.ts'

export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  return (
    <TextArea
      id={id}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-required={field.required}
      autoFocus={autoFocus}
      rows={3}
      className="f-textarea"
    />
  )
}
