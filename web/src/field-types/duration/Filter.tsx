import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { TextInput } from '@/lib/ant/Input.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import type { FilterProps } from '../contract.ts'
import { formatDuration, parseDuration } from './duration.ts'

export default function Filter({ value, onChange, label }: FilterProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [text, setText] = useState(() => (typeof value === 'number' ? formatDuration(value, language) : ''))
  return (
    <TextInput
      aria-label={label}
      value={text}
      placeholder={t('duration.example')}
      onChange={(event) => {
        setText(event.target.value)
        onChange(parseDuration(event.target.value))
      }}
    />
  )
}
