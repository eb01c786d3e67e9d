import type { InputProps } from '../contract.ts'
import { NumberInput } from './NumberInput.tsx'

export default function Input(props: InputProps) {
  return <NumberInput {...props} precision={props.field.scale} />
}
