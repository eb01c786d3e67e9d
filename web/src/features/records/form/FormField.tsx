import type { CellAccess, Field } from '@mortise/sdk'
import { EyeOff } from 'lucide-react'
import { memo, type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { charactersLeft } from './characters.ts'
import { EditableCell } from './EditableCell.tsx'
import { ReadOnlyCell } from './ReadOnlyCell.tsx'
import { useSaid } from './useFacts.ts'
import { useFormField } from './useFormStore.ts'

interface FormFieldProps {
  field: Field
  access: CellAccess
  /** Inputs stand open from the start, as when creating. */
  open: boolean
  autoFocus?: boolean
}

/** One field of a form: label, value or input, and what is wrong with it; drawn again for its own sake only. */
export const FormField = memo(function FormField({
  field: given,
  access: granted,
  open,
  autoFocus,
}: FormFieldProps) {
  const { t } = useTranslation()
  const id = useId()
  const { value, problem, changed, inner, theirs } = useFormField(given.name)
  const said = useSaid(given)
  // Locking is asked of the record as it was; a new one has nothing to lock.
  const access = granted === 'write' && said.locked && !open ? 'read' : granted
  const { wide, tellsInner } = typeOf(given)
  const field = said.required === Boolean(given.required) ? given : { ...given, required: said.required }
  const note = (tellsInner && inner && t('table.wrong')) || problem || field.help
  const left = changed && access === 'write' ? charactersLeft(field, value) : undefined
  const noteId = note || left !== undefined ? `${id}-note` : undefined
  const cell: ReactNode =
    access === 'write' ? (
      <EditableCell id={id} field={field} noteId={noteId} open={open} autoFocus={autoFocus} />
    ) : (
      <ReadOnlyCell id={id} field={field} masked={access === 'masked'} />
    )
  if (!said.visible) return null
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
        {theirs && <span className="r-field__theirs truncate">{t('conflict.here', { by: theirs })}</span>}
      </div>
      {cell}
      <p id={noteId} className={problem ? 'r-field__note r-field__note--problem' : 'r-field__note'}>
        {note}
        {left !== undefined && (
          <span className="r-field__left" data-over={left < 0 || undefined}>
            {left < 0 ? t('field.over', { count: -left }) : t('field.left', { count: left })}
          </span>
        )}
      </p>
    </div>
  )
})
