import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { PasswordInput } from '@/lib/ant/Input.ts'
import type { InputProps } from '../contract.ts'
import { Display } from './Display.tsx'

/** Replaces or clears a secret; what there is cannot be shown. */
export default function Input(props: InputProps) {
  const { field, value, onChange, id, invalid, describedBy, autoFocus } = props
  const { t } = useTranslation()
  const [stored] = useState(value === true)
  if (value === true) {
    return (
      <div className="f-secret">
        <Display field={field} value={value} place="record" />
        <Button autoFocus={autoFocus} onClick={() => onChange(null)}>
          {t('secret.replace')}
        </Button>
      </div>
    )
  }
  return (
    <div className="f-secret">
      <PasswordInput
        id={id}
        value={typeof value === 'string' ? value : ''}
        placeholder={t(stored ? 'secret.willClear' : 'secret.empty')}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        status={invalid ? 'error' : ''}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-required={field.required}
        autoFocus={autoFocus || stored}
        autoComplete="new-password"
        spellCheck={false}
      />
      {stored && (
        <Button look="ghost" onClick={() => onChange(true)}>
          {t('secret.keep')}
        </Button>
      )}
    </div>
  )
}
