import { TextProperty } from '../core/Property.tsx'

interface ConditionProps {
  label: string
  /** The entity whose records the condition is about. */
  entity: string
  value: string
  onChange: (value: string) => void
  hint?: string
}

/** A condition of a rule, written as an expression. */
export function Condition({ entity: _entity, ...rest }: ConditionProps) {
  return <TextProperty mono long {...rest} />
}
