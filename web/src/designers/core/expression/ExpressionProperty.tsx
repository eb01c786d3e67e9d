import type { ExpressionUse } from '@mortise/sdk'
import { useId } from 'react'
import { LazyCode } from '../code/LazyCode.tsx'
import './expression.css'
import { Hint } from './Hint.tsx'
import '../property.css'
import type { ExpressionEditorProps } from './ExpressionEditor.tsx'

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

const load = () => import('./ExpressionEditor.tsx')

/** An expression: written with what it can name offered, and tried on a record while it is written. */
export function ExpressionProperty({ label, hint, ...rest }: ExpressionPropertyProps) {
  const id = useId()
  return (
    <div className="b-prop b-expr">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as any label does, it hands a press on to its field */}
      <label className="b-prop__label" htmlFor={id} onClick={() => document.getElementById(id)?.focus()}>
        {label}
      </label>
      <LazyCode<ExpressionEditorProps>
        {...rest}
        load={load}
        id={id}
        label={label}
        hint={hint}
        below={<div className="b-expr__below">{rest.value === '' && <Hint text={hint} />}</div>}
      />
    </div>
  )
}
