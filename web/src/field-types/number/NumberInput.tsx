import { InputNumber } from '@/lib/ant/InputNumber.ts'
import type { InputProps } from '../contract.ts'

interface NumberInputProps extends InputProps {
  prefix?: string
  suffix?: string
  precision?: number
}

/** An input for numbers; limits are the server's to check, so a slip is shown at the field and not swallowed. */
export function NumberInput(props: NumberInputProps) {
  const { field, value, onChange, id, invalid, describedBy, autoFocus, prefix, suffix, precision } = props
  return (
    <InputNumber<number>
      id={id}
      value={typeof value === 'number' ? value : null}
      onChange={onChange}
      prefix={prefix}
      suffix={suffix}
      precision={precision}
      controls={false}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-required={field.required}
      autoFocus={autoFocus}
      formatter={group}
      parser={(text) => Number((text ?? '').replace(/[,\s]/g, ''))}
      className="f-fill"
    />
  )
}

function group(value: number | string | undefined): string {
  const [whole = '', part] = String(value ?? '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return part === undefined ? grouped : `${grouped}.${part}`
}
