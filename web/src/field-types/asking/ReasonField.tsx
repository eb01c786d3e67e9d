import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import './asking.css'

interface ReasonFieldProps {
  value: string
  onChange: (value: string) => void
  problem?: string
  label?: string
  required?: boolean
}

/** Why something is done. */
export function ReasonField({ value, onChange, problem, label, required }: ReasonFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className="x-field">
      <label htmlFor={id}>
        {label ?? t('actions.reason')}
        {required && (
          <span className="x-star" aria-hidden="true">
            *
          </span>
        )}
      </label>
      <textarea
        id={id}
        className="x-area"
        rows={2}
        maxLength={2000}
        placeholder={t('actions.reasonHint')}
        aria-invalid={problem !== undefined}
        aria-required={required}
        aria-describedby={problem ? `${id}-problem` : undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem && (
        <p id={`${id}-problem`} className="x-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
