import { currencySign } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { InputProps } from '../contract.ts'
import { NumberInput } from '../number/NumberInput.tsx'

export default function Input(props: InputProps) {
  const sign = currencySign(useLanguage(), props.field.currency)
  return <NumberInput {...props} prefix={sign} precision={props.field.scale} />
}
