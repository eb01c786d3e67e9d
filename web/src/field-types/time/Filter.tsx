import dayjs from 'dayjs'
import { TimePicker } from '@/lib/ant/TimePicker.ts'
import type { FilterProps } from '../contract.ts'

export default function Filter({ value, onChange, label }: FilterProps) {
  return (
    <TimePicker
      aria-label={label}
      value={typeof value === 'string' ? dayjs(`2000-01-01T${value}`) : null}
      onChange={(at) => onChange(at?.isValid() ? at.format('HH:mm:ss') : null)}
      format="HH:mm"
      needConfirm={false}
      className="f-fill"
    />
  )
}
