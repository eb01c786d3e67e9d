import type { CellAccess, Field } from '@mortise/sdk'
import { EyeOff } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldType } from '@/field-types/registry.ts'
import { EditableCell } from './EditableCell.tsx'
import { ReadOnlyCell } from './ReadOnlyCell.tsx'
import { useFormField } from './useFormStore.ts'

interface FormFieldProps {
  field: Field
  access: CellAccess
  /** Inputs stand open from the start, as when creating. */
  open: boolean
  autoFocus?: boolean
}

/** One field of a form: label, value or input, and what is wrong with it. */
export function FormField({ field, access, open, autoFocus }: FormFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const { problem, changed } = useFormField(field.name)
  const wide = fieldType(field.type).wide
  const note = problem ?? field.help
  const noteId = note ? `${id}-note` : undefined
  const cell: ReactNode =
    access === 'write' ? (
      <EditableCell id={id} field={field} noteId={noteId} open={open} autoFocus={autoFocus} />
    ) : (
      <ReadOnlyCell id={id} field={field} masked={access === 'masked'} />
    )
  return (
    <div
      className={wide ? 'r-field r-field--wide' : 'r-field'}
      data-field={field.name}
      data-changed={changed || undefined}
    >
      <div className="r-field__label">
        <label id={`${id}-label`} htmlFor={access === 'write' ? id : undefined}>
          {field.title}
        </label>
        {field.required && access === 'write' && (
          <span className="r-field__required" title={t('field.required')} aria-hidden="true">
            *
          </span>
        )}
        {access === 'masked' && <EyeOff size={12} role="img" aria-label={t('field.masked')} />}
        {changed && <span className="sr-only">{t('field.changed')}</span>}
      </div>
      {cell}
      <p id={noteId} className={problem ? 'r-field__note r-field__note--problem' : 'r-field__note'}>
        {note}
      </p>
    </div>
  )
}
