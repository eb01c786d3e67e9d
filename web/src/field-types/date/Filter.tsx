import dayjs from 'dayjs'
import { DatePicker } from '@/lib/ant/DatePicker.ts'
import type { FilterProps } from '../contract.ts'

export default function Filter({ value, onChange, label }: FilterProps) {
  return (
    <DatePicker
      aria-label={label}
      value={typeof value === 'string' ? dayjs(value) : null}
      onChange={(at) => onChange(at?.isValid() ? at.format('YYYY-MM-DD') : null)}
      needConfirm={false}
      className="f-fill"
    />
  )
}
