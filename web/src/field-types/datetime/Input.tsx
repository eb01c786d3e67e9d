import dayjs from 'dayjs'
import { DatePicker } from '@/lib/ant/DatePicker.ts'
import { instantAt, useZone, wallIn } from '@/lib/zone.ts'
import type { InputProps } from '../contract.ts'

export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  const zone = useZone()
  return (
    <DatePicker
      id={id}
      value={typeof value === 'string' ? dayjs(wallIn(value, zone)) : null}
      onChange={(at) =>
        onChange(at?.isValid() ? instantAt(at.format('YYYY-MM-DD'), at.format('HH:mm'), zone) : null)
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
