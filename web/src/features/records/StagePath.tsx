import type { CellAccess, Field } from '@mortise/sdk'
import { useForm, useFormField } from './form/useFormStore.ts'

/** The stages of a record as a path; a press moves it along, to be saved with the rest. */
export function StagePath({ field, access }: { field: Field; access: CellAccess }) {
  const store = useForm()
  const { value } = useFormField(field.name)
  const options = (field.options ?? []).filter((option) => !option.archived || option.value === value)
  const at = options.findIndex((option) => option.value === value)
  // Where no button takes the focus, keys must still scroll it on a phone.
  const fixed = access !== 'write'
  return (
    <ol className="r-stages" aria-label={field.title} tabIndex={fixed ? 0 : undefined}>
      {options.map((option, index) => (
        <li key={option.value}>
          <button
            type="button"
            className="r-stage"
            data-state={index === at ? 'now' : index < at ? 'past' : 'next'}
            aria-current={index === at ? 'step' : undefined}
            disabled={fixed}
            onClick={() => store.set(field.name, option.value)}
          >
            <span className="truncate">{option.title}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}
