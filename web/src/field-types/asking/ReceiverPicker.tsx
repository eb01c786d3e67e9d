import type { Field } from '@mortise/sdk'
import { useId } from 'react'
import { RecordSelect } from '../relation/RecordSelect.tsx'
import '../field-types.css'
import './asking.css'

/** Somebody who may be given something. */
export interface Receiver<Kind extends string> {
  kind: Kind
  id: string
  label: string
}

interface ReceiverPickerProps<Kind extends string> {
  kinds: readonly { kind: Kind; title: string }[]
  kind: Kind
  label: string
  kindLabel: string
  value: Receiver<Kind> | undefined
  problem?: string
  onKind: (kind: Kind) => void
  onChange: (receiver: Receiver<Kind> | undefined) => void
}

/** Chooses a person, a team or a department by searching for it. */
export function ReceiverPicker<Kind extends string>(props: ReceiverPickerProps<Kind>) {
  const { kinds, kind, label, kindLabel, value, problem, onKind, onChange } = props
  const id = useId()
  const field: Field = { name: 'to', type: 'relation', title: label, entity: kind }
  return (
    <div className="x-field">
      {kinds.length > 1 && (
        <div className="x-kinds" role="radiogroup" aria-label={kindLabel}>
          {kinds.map((one) => (
            <label key={one.kind} className="x-kind">
              <input
                type="radio"
                name={`${id}-kind`}
                checked={one.kind === kind}
                onChange={() => {
                  onKind(one.kind)
                  onChange(undefined)
                }}
              />
              <span>{one.title}</span>
            </label>
          ))}
        </div>
      )}
      <label htmlFor={id}>{label}</label>
      <RecordSelect
        key={kind}
        id={id}
        field={field}
        value={value ? { id: value.id, label: value.label } : null}
        invalid={problem !== undefined}
        onChange={(chosen) => onChange(chosen ? { kind, id: chosen.id, label: chosen.label } : undefined)}
      />
      {problem && (
        <p className="x-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
