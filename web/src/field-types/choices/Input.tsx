import type { InputProps } from '../contract.ts'
import { OptionSelect } from '../OptionSelect.tsx'
import { textList } from '../options.ts'

export default function Input(props: InputProps) {
  return <OptionSelect {...props} value={textList(props.value)} many />
}
