import { InputNumber } from '@/lib/ant/InputNumber.ts'
import type { FilterProps } from '../contract.ts'

export default function Filter({ value, onChange, label }: FilterProps) {
  return (
    <InputNumber<number>
      aria-label={label}
      value={typeof value === 'number' ? value : null}
      onChange={onChange}
      controls={false}
      className="f-fill"
    />
  )
}
