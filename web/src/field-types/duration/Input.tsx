import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextInput } from '@/lib/ant/Input.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { InputProps } from '../contract.ts'
import { formatDuration, parseDuration } from './duration.ts'

/** Takes "1h 30m", "1:30" or seconds; what it cannot read goes to the server as it is. */
export default function Input({ field, value, onChange, id, invalid, describedBy, autoFocus }: InputProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [typed, setTyped] = useState<{ text: string; value: unknown }>()
  const given = value === null || value === undefined ? '' : formatDuration(value, language)
  return (
    <TextInput
      id={id}
      value={typed && typed.value === value ? typed.text : given}
      placeholder={t('duration.example')}
      onChange={(event) => {
        const text = event.target.value
        const next = text.trim() === '' ? null : (parseDuration(text) ?? text)
        setTyped({ text, value: next })
        onChange(next)
      }}
      status={invalid ? 'error' : ''}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      aria-required={field.required}
      autoFocus={autoFocus}
      autoComplete="off"
    />
  )
}
