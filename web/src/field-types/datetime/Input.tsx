import dayjs from 'dayjs'
import { DatePicker } from '@/lib/ant/DatePicker.ts'
import type { InputProps } from '../contract.ts'

export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  return (
    <DatePicker
      id={id}
      value={typeof value === 'string' ? dayjs(value) : null}
      onChange={(at) =>
        onChange(at?.isValid() ? at.startOf('minute').toDate().toISOString().replace('.000', '') : null)
      }
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
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
