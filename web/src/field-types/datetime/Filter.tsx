import dayjs from 'dayjs'
import { DatePicker } from '@/lib/ant/DatePicker.ts'
import { instantAt, useZone, wallIn } from '@/lib/zone.ts'
import type { FilterProps } from '../contract.ts'

export default function Filter({ value, onChange, label }: FilterProps) {
  const zone = useZone()
  return (
    <DatePicker
      aria-label={label}
      value={typeof value === 'string' ? dayjs(wallIn(value, zone)) : null}
      onChange={(at) =>
        onChange(at?.isValid() ? instantAt(at.format('YYYY-MM-DD'), at.format('HH:mm'), zone) : null)
      }
      showTime={{ format: 'HH:mm' }}
      format="YYYY-MM-DD HH:mm"
      needConfirm={false}
      className="f-fill"
    />
  )
}
