import { TextInput } from '@/lib/ant/Input.ts'
import type { FilterProps } from '../contract.ts'

export default function Filter({ value, onChange, label }: FilterProps) {
  return (
    <TextInput
      aria-label={label}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
