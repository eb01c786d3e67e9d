import type { Field } from '@mortise/sdk'
import { type FocusEvent, type KeyboardEvent, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { isEmptyValue } from '@/lib/definition.ts'
import { useForm, useFormField } from './useFormStore.ts'

interface EditableCellProps {
  id: string
  field: Field
  noteId: string | undefined
  open: boolean
  autoFocus?: boolean
}

/** A value that turns into its input at a press, and back when left. */
export function EditableCell({ id, field, noteId, open, autoFocus }: EditableCellProps) {
  const store = useForm()
  const { value, problem, inner, typed } = useFormField(field.name)
  const [editing, setEditing] = useState(false)
  const cell = useRef<HTMLDivElement>(null)
  const { Input, stays } = typeOf(field)
  if (!open && !editing && problem === undefined)
    return <ReadCell id={id} field={field} onEdit={() => setEditing(true)} />

  const leave = (event: FocusEvent) => {
    const inPopup =
      event.relatedTarget instanceof Element && event.relatedTarget.closest('[class*="-dropdown"]')
    if (open || inPopup || cell.current?.contains(event.relatedTarget)) return
    // A window that loses the focus to another one, such as to choose a file, keeps its active element.
    if (cell.current?.contains(document.activeElement)) return
    if (stays && event.relatedTarget === null) return
    setEditing(false)
  }
  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || open || stays) return
    // A window that was opened from the input takes its keys for itself.
    if (event.target instanceof Element && cell.current?.querySelector('dialog')?.contains(event.target))
      return
    event.stopPropagation()
    store.revert(field.name)
    setEditing(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches its input
    <div
      ref={cell}
      className="r-cell r-cell--input"
      onFocus={() => setEditing(true)}
      onBlur={leave}
      onKeyDownCapture={giveUp}
    >
      <Suspense fallback={<ReadCell id={id} field={field} onEdit={() => undefined} />}>
        <Input
          id={id}
          field={field}
          value={value}
          onChange={(next, slip, text) => store.set(field.name, next, slip, text)}
          typed={typed}
          invalid={problem !== undefined}
          describedBy={noteId}
          inner={inner}
          autoFocus={(editing && problem === undefined) || autoFocus}
        />
      </Suspense>
    </div>
  )
}

function ReadCell({ id, field, onEdit }: { id: string; field: Field; onEdit: () => void }) {
  const { t } = useTranslation()
  const { value } = useFormField(field.name)
  const tall = typeOf(field).wide && !isEmptyValue(value)
  return (
    <div className={`r-cell r-cell--read${tall ? ' r-cell--tall' : ''}`}>
      <button
        id={id}
        type="button"
        className="r-cell__edit"
        aria-label={t('field.editNamed', { name: field.title })}
        onClick={onEdit}
      />
      <Value field={field} value={value} place="record" />
    </div>
  )
}
