import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { type Flaw, forgetPast, makeEditor, replaceText, surround, underline } from './editor.ts'
import type { Selected } from './LazyCode.tsx'

export interface CodeEditorProps {
  value: string
  onChange: (value: string) => void
  /** What it is, for those who do not see its name. */
  label: string
  id?: string
  describedBy?: string
  invalid?: boolean
  /** What was selected in the plain field that stood here before and had the focus. */
  start?: Selected
  /** The tokenizer of its language. */
  parser: unknown
  page?: boolean
  flaws?: readonly Flaw[]
  /** What is typed can be taken back in the editor itself until this changes. */
  since?: unknown
  /** Holds the editor while it is there. */
  holder?: { current: EditorView | undefined }
  /** Read once, when the editor is made. */
  more?: Extension
}

const flawless: readonly Flaw[] = []

/** An editor of code. The value is the truth: the editor follows it. */
export default function CodeEditor(props: CodeEditorProps) {
  const { value, label, id, describedBy, invalid, flaws = flawless, since, page } = props
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const latest = useRef(props)
  latest.current = props
  useLayoutEffect(() => {
    if (!host.current) return
    const { start, holder, onChange: _, ...settings } = latest.current
    const made = makeEditor({
      ...settings,
      parent: host.current,
      onChange: (next) => latest.current.onChange(next),
    })
    view.current = made
    if (holder) holder.current = made
    if (start) {
      const { length } = made.state.doc
      made.dispatch({ selection: { anchor: Math.min(start.from, length), head: Math.min(start.to, length) } })
      made.focus()
    }
    return () => {
      if (holder) holder.current = undefined
      made.destroy()
    }
  }, [])
  useLayoutEffect(() => {
    if (view.current) replaceText(view.current, value)
  }, [value])
  useEffect(() => {
    if (view.current) surround(view.current, { label, id, describedBy, invalid })
  }, [label, id, describedBy, invalid])
  const underlined = useRef(false)
  useEffect(() => {
    if (view.current && (flaws.length > 0 || underlined.current)) underline(view.current, flaws)
    underlined.current = flaws.length > 0
  }, [flaws])
  const known = useRef(since)
  useEffect(() => {
    if (known.current === since) return
    known.current = since
    if (view.current) forgetPast(view.current)
  }, [since])
  return <div ref={host} className={page ? 'b-code b-code--page' : 'b-code'} />
}
