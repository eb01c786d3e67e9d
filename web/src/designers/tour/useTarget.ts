import { useEffect, useState } from 'react'

/** A control that is pointed at, and where it stands. */
export interface Target {
  element: HTMLElement
  rect: DOMRect
}

/** The first control of these that can be seen. */
function find(selectors: readonly string[]): HTMLElement | undefined {
  for (const selector of selectors)
    for (const element of document.querySelectorAll<HTMLElement>(selector))
      if (element.checkVisibility() && element.getClientRects().length > 0) return element
  return undefined
}

const alike = (one: DOMRect, other: DOMRect) =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height

/** Follows the first control of these that can be seen, wherever the page moves it. */
export function useTarget(selectors: readonly string[]): Target | undefined {
  const [target, setTarget] = useState<Target>()
  const wanted = selectors.join('\n')
  useEffect(() => {
    let due = 0
    const look = () => {
      due = 0
      const element = find(wanted === '' ? [] : wanted.split('\n'))
      const rect = element?.getBoundingClientRect()
      setTarget((now) => {
        if (!element || !rect) return undefined
        return now?.element === element && alike(now.rect, rect) ? now : { element, rect }
      })
    }
    // What moves things comes in bursts: one look for each picture is enough.
    const soon = () => {
      if (due === 0) due = requestAnimationFrame(look)
    }
    look()
    const page = new MutationObserver(soon)
    page.observe(document.body, { childList: true, subtree: true, attributes: true })
    const size = new ResizeObserver(soon)
    size.observe(document.body)
    window.addEventListener('resize', soon)
    window.addEventListener('scroll', soon, { capture: true, passive: true })
    document.addEventListener('transitionend', soon)
    document.addEventListener('animationend', soon)
    return () => {
      cancelAnimationFrame(due)
      page.disconnect()
      size.disconnect()
      window.removeEventListener('resize', soon)
      window.removeEventListener('scroll', soon, { capture: true })
      document.removeEventListener('transitionend', soon)
      document.removeEventListener('animationend', soon)
    }
  }, [wanted])
  return target
}
