import type { InputProps } from '../contract.ts'
import { NumberInput } from '../number/NumberInput.tsx'

export default function Input(props: InputProps) {
  return <NumberInput {...props} suffix="%" precision={props.field.scale} />
}
