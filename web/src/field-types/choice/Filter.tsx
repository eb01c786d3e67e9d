import type { FilterProps } from '../contract.ts'
import { OptionSelect } from '../OptionSelect.tsx'

export default function Filter({ field, value, onChange, label }: FilterProps) {
  return <OptionSelect field={field} value={value ?? []} onChange={onChange} label={label} many />
}
