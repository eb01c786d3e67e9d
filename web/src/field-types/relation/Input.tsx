import type { InputProps } from '../contract.ts'
import { RecordSelect } from './RecordSelect.tsx'

/** The value carries the label along until it is saved, so that the form can show it. */
export default function Input({ onChange, ...rest }: InputProps) {
  return (
    <RecordSelect
      {...rest}
      onChange={(candidate) => onChange(candidate ? { id: candidate.id, label: candidate.label } : null)}
    />
  )
}
