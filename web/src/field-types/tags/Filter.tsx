import { Select } from '@/lib/ant/Select.ts'
import type { FilterProps } from '../contract.ts'
import { textList } from '../options.ts'

export default function Filter({ value, onChange, label }: FilterProps) {
  return (
    <Select
      mode="tags"
      aria-label={label}
      value={textList(value)}
      onChange={onChange}
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，']}
      className="f-fill"
    />
  )
}
