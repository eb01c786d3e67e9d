import type { Field } from '@mortise/sdk'
import { EyeOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isEmptyValue } from '@/lib/definition.ts'
import { typeOf } from './registry.ts'
import './field-types.css'
import './shapes.css'
import './writing.css'

interface ValueProps {
  field: Field
  value: unknown
  redacted?: boolean
  place: 'list' | 'record'
}

/** Draws any value: masked, empty or there. */
export function Value({ field, value, redacted, place }: ValueProps) {
  if (redacted) return <Redacted value={value} />
  if (isEmptyValue(value)) {
    return place === 'list' ? null : (
      <span className="f-empty" aria-hidden="true">
        —
      </span>
    )
  }
  const { Display } = typeOf(field)
  return <Display field={field} value={value} place={place} />
}

function Redacted({ value }: { value: unknown }) {
  const { t } = useTranslation()
  return (
    <span className="f-redacted" title={t('field.masked')}>
      <span className="truncate">{isEmptyValue(value) ? '••••••' : String(value)}</span>
      <EyeOff size={13} role="img" aria-label={t('field.masked')} />
    </span>
  )
}
