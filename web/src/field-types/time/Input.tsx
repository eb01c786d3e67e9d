import dayjs from 'dayjs'
import { TimePicker } from '@/lib/ant/TimePicker.ts'
import type { InputProps } from '../contract.ts'

export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  return (
    <TimePicker
      id={id}
      value={typeof value === 'string' ? dayjs(`2000-01-01T${value}`) : null}
      onChange={(at) => onChange(at?.isValid() ? at.format('HH:mm:ss') : null)}
      format="HH:mm"
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-required={field.required}
      autoFocus={autoFocus}
      needConfirm={false}
      className="f-fill"
    />
  )
}
