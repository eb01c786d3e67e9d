import type { FilterProps } from '../contract.ts'
import { RecordsSelect } from './RecordsSelect.tsx'

export default function Filter({ field, value, onChange, label }: FilterProps) {
  return <RecordsSelect field={field} value={value} onChange={onChange} label={label} all />
}
