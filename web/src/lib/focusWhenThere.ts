/**
 * Gives the focus to the first input of a place as soon as one is there: inputs are loaded when they are
 * first needed. Who has gone into the place meanwhile keeps the focus. Gives back what ends the wait.
 */
export function focusWhenThere(place: Element, selector: string): () => void {
  const tried = () => {
    const input = place.querySelector<HTMLElement>(selector)
    const inside = place.contains(document.activeElement) && document.activeElement !== place
    if (input && !inside) {
      input.focus({ preventScroll: true })
    }
    return input !== null || inside
  }
  if (tried()) return () => undefined
  const observer = new MutationObserver(() => {
    if (tried()) observer.disconnect()
  })
  observer.observe(place, { childList: true, subtree: true })
  return () => observer.disconnect()
}
