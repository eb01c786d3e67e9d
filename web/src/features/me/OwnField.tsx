import type { Field } from '@mortise/sdk'
import { Suspense, useId } from 'react'
import { Skeleton } from '@/components/Notice.tsx'
import { typeOf } from '@/field-types/registry.ts'

interface OwnFieldProps {
  field: Field
  value: unknown
  /** What is wrong with the text typed, of which no value can be made. */
  slip: string | undefined
  onChange: (value: unknown, slip?: string) => void
}

/** One field of the user's own record. */
export function OwnField({ field, value, slip, onChange }: OwnFieldProps) {
  const id = useId()
  const { Input } = typeOf(field)
  return (
    <div className="e-field">
      <label htmlFor={id}>{field.title}</label>
      <Suspense fallback={<Skeleton width="100%" height={32} />}>
        <Input
          field={field}
          id={id}
          value={value}
          invalid={slip !== undefined}
          describedBy={slip ? `${id}-problem` : undefined}
          onChange={onChange}
        />
      </Suspense>
      {slip && (
        <p id={`${id}-problem`} className="e-problem" role="alert">
          {slip}
        </p>
      )}
    </div>
  )
}
