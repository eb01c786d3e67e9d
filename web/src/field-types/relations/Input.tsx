import type { InputProps } from '../contract.ts'
import { RecordsSelect } from './RecordsSelect.tsx'

export default function Input(props: InputProps) {
  return <RecordsSelect {...props} />
}
