import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeCompletion,
  completionStatus,
  pickedCompletion,
} from '@codemirror/autocomplete'
import { EditorState, type Extension, Prec } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import { type Offer, offersAt } from './complete.ts'
import type { Scope } from './scope.ts'

/** Writes what is offered in the place of a part of the text, and puts the cursor where one goes on. */
export function write(
  view: EditorView,
  { insert, back }: Offer,
  from: number,
  to: number,
  picked?: Completion,
): void {
  const { doc } = view.state
  const open = insert.endsWith('()') && doc.sliceString(to, to + 1) === '('
  const quote = insert.endsWith("'") && doc.sliceString(to, to + 1) === "'"
  const text = open ? insert.slice(0, -2) : insert
  const end = quote ? to + 1 : to
  view.dispatch({
    changes: { from, to: end, insert: text },
    selection: { anchor: from + text.length - (open ? 0 : back) },
    userEvent: 'input.complete',
    scrollIntoView: true,
    annotations: picked && pickedCompletion.of(picked),
  })
}

function completionOf(offer: Offer): Completion {
  const { label, detail, help, example, kind } = offer
  return {
    label: offer.insert,
    displayLabel: label,
    detail: detail === label ? undefined : detail,
    type: kind,
    info: help ? () => aboutOf(help, example) : undefined,
    apply: (view, completion, from, to) => write(view, offer, from, to, completion),
  }
}

function aboutOf(help: string, example: string | undefined): Node {
  const about = document.createElement('div')
  about.append(help)
  if (example) {
    const code = document.createElement('code')
    code.textContent = example
    about.append(code)
  }
  return about
}

/** Lets the list be scrolled by those who know no mouse, as a part of the page that scrolls must. */
const reachable = {
  key: 'reachable',
  read: () => undefined,
  write: (_: unknown, view: EditorView) =>
    view.dom.querySelector('.cm-tooltip-autocomplete > ul')?.setAttribute('tabindex', '0'),
}

/** Tab goes on to what follows the editor, never into the list. */
function leave(view: EditorView): boolean {
  closeCompletion(view)
  return false
}

/** Offers what can be written, by typing and at Ctrl+Space. The scope is asked for each time: it changes. */
export function completion(scope: () => Scope, words: { [phrase: string]: string }): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const found = offersAt(context.state.doc.toString(), context.pos, scope(), context.explicit)
    if (!found || found.offers.length === 0) return null
    return {
      from: found.from,
      options: found.offers.map(completionOf),
      filter: false,
      update: (_current, _from, _to, next) => source(next),
    }
  }
  return [
    autocompletion({
      override: [source],
      icons: false,
      interactionDelay: 0,
      maxRenderedOptions: 60,
      activateOnCompletion: ({ label }) => label.endsWith('.'),
    }),
    EditorState.phrases.of(words),
    EditorView.updateListener.of(({ view, state }) => {
      if (completionStatus(state) === 'active') view.requestMeasure(reachable)
    }),
    // What holds the editor closes at Escape, too: first the offers, then that.
    Prec.highest(
      keymap.of([
        { key: 'Escape', run: closeCompletion, stopPropagation: true },
        { key: 'Tab', run: leave, shift: leave },
      ]),
    ),
  ]
}
