import type { FilterProps } from '../contract.ts'
import { ReferenceSelect } from './ReferenceSelect.tsx'

export default function Filter({ field, value, onChange, label }: FilterProps) {
  return <ReferenceSelect field={field} value={value} onChange={onChange} label={label} />
}
