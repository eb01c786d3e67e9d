import type { ExpressionUse } from '@mortise/sdk'
import { TextProperty } from '../Property.tsx'

export interface ExpressionPropertyProps {
  label: string
  /** The entity whose records it is about. */
  entity: string
  /** What it is for; that decides what it may use and what must come of it. */
  use: ExpressionUse
  value: string
  onChange: (value: string) => void
  hint?: string
  /** The field that it is of. */
  field?: string
  /** The type of field that its value must fit. */
  type?: string
}

/** An expression, written as text. */
export function ExpressionProperty({ label, hint, value, onChange }: ExpressionPropertyProps) {
  return <TextProperty mono long label={label} hint={hint} value={value} onChange={onChange} />
}
