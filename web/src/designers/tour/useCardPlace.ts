import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { type Beside, beside } from './beside.ts'
import type { Target } from './useTarget.ts'

/** Where the card stands: beside the control where there is room, else where its style puts it. */
export function useCardPlace(
  card: RefObject<HTMLElement | null>,
  target: Target | undefined,
  { clear, side }: { clear?: string; side?: 'above' },
): Beside | undefined {
  const [size, setSize] = useState<{ width: number; height: number }>()
  useLayoutEffect(() => {
    const element = card.current
    if (!element) return
    const measure = () => setSize({ width: element.offsetWidth, height: element.offsetHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [card])
  // On a phone the pages end above the card, so that it covers nothing.
  useEffect(() => {
    const root = document.documentElement
    root.style.setProperty('--tour', `${size?.height ?? 0}px`)
    return () => void root.style.removeProperty('--tour')
  }, [size])
  if (!target || !size) return undefined
  const free = clear && target.element.closest(clear)?.getBoundingClientRect()
  const page = { width: window.innerWidth, height: window.innerHeight }
  return beside(target.rect, size, page, { free: free || undefined, side })
}
