import type { InputProps } from '../contract.ts'
import { OptionSelect } from '../OptionSelect.tsx'

export default function Input(props: InputProps) {
  return <OptionSelect {...props} many={false} />
}
