import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextArea } from '@/lib/ant/Input.ts'
import type { InputProps } from '../contract.ts'

function written(value: unknown): string {
  return value === null || value === undefined ? '' : JSON.stringify(value, null, 2)
}

/** Where the text stops being JSON: what browsers say of it is English. */
function whatIsWrong(t: TFunction, error: unknown): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(String(error)) ?? []
  return line && column ? t('json.wrongAt', { line, column }) : t('json.wrong')
}

/** A text that must be JSON before the form is saved. */
export default function Input({
  field,
  value,
  onChange,
  typed: before,
  id,
  invalid,
  describedBy,
  autoFocus,
}: InputProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(before === undefined ? undefined : { text: before, value })
  const set = (text: string) => {
    try {
      const next: unknown = text.trim() === '' ? null : JSON.parse(text)
      setTyped({ text, value: next })
      onChange(next)
    } catch (error) {
      setTyped({ text, value })
      onChange(value, whatIsWrong(t, error), text)
    }
  }
  return (
    <TextArea
      id={id}
      value={typed && typed.value === value ? typed.text : written(value)}
      onChange={(event) => set(event.target.value)}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-required={field.required}
      autoFocus={autoFocus}
      spellCheck={false}
      rows={4}
      className="f-textarea f-json"
    />
  )
}
