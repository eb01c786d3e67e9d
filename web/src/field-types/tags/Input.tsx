import { Select } from '@/lib/ant/Select.ts'
import type { InputProps } from '../contract.ts'
import { textList } from '../options.ts'

export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  return (
    <Select
      id={id}
      mode="tags"
      value={textList(value)}
      onChange={(next: string[]) => onChange(next.length > 0 ? next : null)}
      open={false}
      suffixIcon={null}
      tokenSeparators={[',', '，', ';', '；']}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-required={field.required}
      autoFocus={autoFocus}
      className="f-fill"
    />
  )
}
