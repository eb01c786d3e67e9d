import { ExpressionProperty } from '../expression/ExpressionProperty.tsx'

export interface ConditionPropertyProps {
  label: string
  /** The entity whose records it is about. */
  entity: string
  /** An Expr text; empty for none. */
  value: string
  onChange: (value: string) => void
  hint?: string
  /** The field that it is of, if any. */
  field?: string
  /** Whether it is asked in the database, where less is possible than in a form. */
  use?: 'condition' | 'filter'
}

/** When something is so. */
export function ConditionProperty({ use = 'condition', ...rest }: ConditionPropertyProps) {
  return <ExpressionProperty use={use} {...rest} />
}
