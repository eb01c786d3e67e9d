import { useTranslation } from 'react-i18next'
import { TextInput } from '@/lib/ant/Input.ts'
import type { InputProps } from '../contract.ts'

const whole = /^#[0-9a-f]{6}$/i

/** The colour to pick, and its code to type. */
export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const text = typeof value === 'string' ? value : ''
  return (
    <div className="f-color">
      <input
        type="color"
        className="f-color__pick"
        aria-label={t('color.pick', { name: field.title })}
        value={whole.test(text) ? text.toLowerCase() : '#808080'}
        data-empty={text === '' || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <TextInput
        id={id}
        value={text}
        placeholder="#4650cf"
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        status={invalid ? 'error' : ''}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-required={field.required}
        autoFocus={autoFocus}
        autoComplete="off"
        allowClear
      />
    </div>
  )
}
