import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, redo, standardKeymap, undo } from '@codemirror/commands'
import { bracketMatching, StreamLanguage, type StreamParser, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, nextDiagnostic, setDiagnostics } from '@codemirror/lint'
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { cspNonce } from '@/lib/csp.ts'
import { lookOf } from './look.ts'

/** A place of a text with which something is wrong. */
export interface Flaw {
  from: number
  to: number
  message: string
}

/** What the editor is told of its surroundings; each can change. */
export interface Surroundings {
  id?: string
  label: string
  describedBy?: string
  invalid?: boolean
  readOnly?: boolean
}

interface Settings extends Surroundings {
  parent: HTMLElement
  value: string
  onChange: (value: string) => void
  parser: unknown
  /** A page of code: numbers of lines, and a history of what is typed. */
  page?: boolean
  more?: Extension
}

/** Text that came from outside: nobody typed it. */
const outside = Annotation.define<boolean>()
const surroundings = new Compartment()
const past = new Compartment()

/** What has nothing to take back leaves it to the designers, which take back what was done. */
const pastKeys = [
  { key: 'Mod-z', run: undo },
  { key: 'Mod-y', run: redo },
  { key: 'Mod-Shift-z', run: redo },
]

const look = syntaxHighlighting({ style: ([tag]) => lookOf(String(tag)) })

/** Lines end as the editor ends them. */
const plain = (text: string) => text.replace(/\r\n?/g, '\n')

function around({ id, label, describedBy, invalid, readOnly }: Surroundings): Extension {
  const attributes: { [name: string]: string } = { 'aria-label': label, tabindex: '0' }
  if (id) attributes.id = id
  if (describedBy) attributes['aria-describedby'] = describedBy
  if (invalid) attributes['aria-invalid'] = 'true'
  if (readOnly) attributes['aria-readonly'] = 'true'
  return [EditorView.contentAttributes.of(attributes), EditorState.readOnly.of(readOnly === true)]
}

/** Makes an editor. Its styles come with the nonce of the page, as the policy of the server wants it. */
export function makeEditor({
  parent,
  value,
  onChange,
  parser,
  page,
  more = [],
  ...rest
}: Settings): EditorView {
  const extensions: Extension[] = [
    EditorView.cspNonce.of(cspNonce() ?? ''),
    surroundings.of(around(rest)),
    StreamLanguage.define(parser as StreamParser<unknown>),
    look,
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    EditorView.updateListener.of((update) => {
      const typed = update.transactions.some((one) => one.docChanged && !one.annotation(outside))
      if (typed) onChange(update.state.doc.toString())
    }),
    more,
    keymap.of([...closeBracketsKeymap, { key: 'F8', run: nextDiagnostic }]),
    page
      ? [lineNumbers(), past.of(history()), keymap.of([...pastKeys, ...defaultKeymap])]
      : keymap.of(standardKeymap),
  ]
  return new EditorView({ parent, state: EditorState.create({ doc: plain(value), extensions }) })
}

/** Tells the editor of its surroundings anew. */
export function surround(view: EditorView, now: Surroundings): void {
  view.dispatch({ effects: surroundings.reconfigure(around(now)) })
}

/** The part in which two texts differ: from where, up to where in the first, and what stands there in the second. */
export function differenceOf(before: string, after: string): { from: number; to: number; insert: string } {
  const most = Math.min(before.length, after.length)
  let from = 0
  while (from < most && before[from] === after[from]) from++
  let tail = 0
  while (tail < most - from && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) }
}

/** Puts another text in, when it is another; the cursor stays at what it stands at. */
export function replaceText(view: EditorView, value: string): void {
  const before = view.state.doc.toString()
  const after = plain(value)
  if (before === after) return
  view.dispatch({ changes: differenceOf(before, after), annotations: outside.of(true) })
}

/** Forgets what was typed: it cannot be taken back in the editor any more. */
export function forgetPast(view: EditorView): void {
  view.dispatch({ effects: past.reconfigure([]) })
  view.dispatch({ effects: past.reconfigure(history()) })
}

/** Underlines what is wrong. */
export function underline(view: EditorView, flaws: readonly Flaw[]): void {
  const { length } = view.state.doc
  const list = flaws.map(({ from, to, message }): Diagnostic => {
    const start = Math.max(0, Math.min(from, length))
    return { from: start, to: Math.max(start, Math.min(to, length)), message, severity: 'error' }
  })
  view.dispatch(setDiagnostics(view.state, list))
}
