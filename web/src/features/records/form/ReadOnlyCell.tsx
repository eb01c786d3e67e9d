import type { Field } from '@mortise/sdk'
import { typeOf } from '@/field-types/registry.ts'
import { Value } from '@/field-types/Value.tsx'
import { isEmptyValue } from '@/lib/definition.ts'
import { useFormField } from './useFormStore.ts'

interface ReadOnlyCellProps {
  id: string
  field: Field
  masked: boolean
}

/** A value that the caller may not change, or sees in part only. */
export function ReadOnlyCell({ id, field, masked }: ReadOnlyCellProps) {
  const { value } = useFormField(field.name)
  const tall = typeOf(field).wide && !isEmptyValue(value)
  return (
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      className={tall ? 'r-cell r-cell--fixed r-cell--tall' : 'r-cell r-cell--fixed'}
    >
      {masked ? (
        <span className="r-masked truncate">{isEmptyValue(value) ? '••••••' : String(value)}</span>
      ) : (
        <Value field={field} value={value} place="record" />
      )}
    </div>
  )
}
