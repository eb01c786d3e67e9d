import { TextProperty } from '../core/Property.tsx'

interface ConditionPropertyProps {
  label: string
  /** The entity whose records it is about. */
  entity: string
  value: string
  onChange: (value: string) => void
  hint?: string
}

/** When something is so, as an Expr text. */
export function ConditionProperty({ label, value, onChange, hint }: ConditionPropertyProps) {
  return <TextProperty long mono label={label} hint={hint} value={value} onChange={onChange} />
}
