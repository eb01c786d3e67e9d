import type { EditorView } from '@codemirror/view'
import type { ExpressionUse } from '@mortise/sdk'
import { useEffect, useMemo, useRef } from 'react'
import CodeEditor from '../code/CodeEditor.tsx'
import { expr } from '../code/expr.ts'
import type { LazyCodeProps, Selected } from '../code/LazyCode.tsx'
import { useWords } from '../useBench.ts'
import { type Offer, spaced } from './complete.ts'
import { completion, write } from './completion.ts'
import { FunctionsMenu } from './FunctionsMenu.tsx'
import { Hint } from './Hint.tsx'
import { type Mend, slipsOf } from './mend.ts'
import { TrialLine } from './TrialLine.tsx'
import { useScope } from './useScope.ts'
import { useTrial } from './useTrial.ts'

export interface ExpressionEditorProps extends LazyCodeProps {
  entity: string
  use: ExpressionUse
  field?: string
  type?: string
  hint?: string
  start?: Selected
}

const none: never[] = []

/** The editor of an expression, with what comes of it and what can be written below. */
export default function ExpressionEditor({ entity, use, field, type, hint, ...code }: ExpressionEditorProps) {
  const { t } = useWords()
  const { value, id } = code
  const scope = useScope(entity, use)
  const known = useRef(scope)
  useEffect(() => {
    known.current = scope
  }, [scope])
  const view = useRef<EditorView>(undefined)
  const { trial, choose } = useTrial(value, { entity, use, field, type })
  const slips = useMemo(
    () => (trial?.tried ? slipsOf(trial.text, trial.tried.problems, scope) : none),
    [trial, scope],
  )
  const words = useRef({ Completions: t('design.core.expression.offers') })
  const more = useMemo(() => completion(() => known.current, words.current), [])
  const mend = ({ from, to, insert }: Mend) => {
    const editor = view.current
    if (!editor || trial?.text !== editor.state.doc.toString()) return
    editor.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: 'input',
    })
    editor.focus()
  }
  const insert = (offer: Offer) => {
    const editor = view.current
    if (!editor) return
    const { from, to } = editor.state.selection.main
    write(editor, spaced(offer, editor.state.doc.sliceString(0, from)), from, to)
    editor.focus()
  }
  return (
    <>
      <CodeEditor
        {...code}
        describedBy={hint && value === '' ? `${id}-hint` : `${id}-live`}
        invalid={slips.length > 0}
        parser={expr}
        flaws={slips}
        holder={view}
        more={more}
      />
      <div className="b-expr__below">
        {value === '' && <Hint id={`${id}-hint`} text={hint} />}
        <TrialLine
          id={`${id}-live`}
          entity={entity}
          field={field}
          trial={trial}
          fresh={trial?.text === value}
          slips={slips}
          onMend={mend}
          onSample={choose}
        />
        <FunctionsMenu scope={scope} onPick={insert} />
      </div>
    </>
  )
}
