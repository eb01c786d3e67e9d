import type { InputProps } from '../contract.ts'
import { ReferenceSelect } from './ReferenceSelect.tsx'

export default function Input(props: InputProps) {
  return <ReferenceSelect {...props} label={props.field.title} />
}
