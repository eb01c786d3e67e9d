import type { FilterProps } from '../contract.ts'
import { RecordSelect } from './RecordSelect.tsx'

export default function Filter({ field, value, onChange, label }: FilterProps) {
  return (
    <RecordSelect
      field={field}
      value={value}
      label={label}
      all
      onChange={(candidate) => onChange(candidate ? { id: candidate.id, label: candidate.label } : null)}
    />
  )
}
