import { useLayoutEffect, useRef } from 'react'

/** Inputs that one types into; of others only the place is kept. */
const typed =
  'textarea, [contenteditable="true"], input:not([role="combobox"], [type="checkbox"], [type="radio"])'

/** What has the focus within a form. */
interface Held {
  element: Element
  name: string
  typing: boolean
  caret: number | null
}

/** Keeps the focus at its field when the layout becomes another one and draws the field elsewhere. */
export function useKeptFocus(layout: unknown): void {
  const before = useRef(layout)
  // The element is gone once the new layout stands, so it is looked at while that is made.
  const held = before.current === layout ? null : focused()
  useLayoutEffect(() => {
    before.current = layout
    if (held && !held.element.isConnected) giveBack(held)
  })
}

function focused(): Held | null {
  const element = document.activeElement
  const name = element?.closest('[data-field]')?.getAttribute('data-field')
  if (!element || !name) return null
  return { element, name, typing: element.matches(typed), caret: caretOf(element) }
}

function caretOf(element: Element): number | null {
  const texts = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
  return texts ? element.selectionStart : null
}

function giveBack({ name, typing, caret }: Held): void {
  const place = document.querySelector(`[data-field="${name}"]`)
  const button = place?.querySelector<HTMLElement>('.r-cell__edit')
  const target =
    button ?? place?.querySelector<HTMLElement>('input, textarea, [contenteditable="true"], button')
  target?.focus()
  if (!typing) return
  button?.click()
  requestAnimationFrame(() => {
    const input = document.activeElement
    const texts = input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement
    if (texts && caretOf(input) !== null) input.setSelectionRange(caret, caret)
  })
}
