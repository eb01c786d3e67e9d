import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect } from 'react'

/** From how near an edge a drag scrolls, and how far in one frame at most, in CSS pixels. */
const reach = 56
const step = 14

function pull(at: number, from: number, to: number): number {
  if (at < from - reach || at > to + reach) return 0
  if (at < from + reach) return -step * Math.min(1, (from + reach - at) / reach)
  if (at > to - reach) return step * Math.min(1, (at - to + reach) / reach)
  return 0
}

/** Scrolls an element, and what scrolls within it under the pointer, while something is dragged near its edges. */
export function useAutoScroll(element: RefObject<HTMLElement | null>, inner?: string): void {
  useEffect(() => {
    let frame = 0
    let pointer = { x: 0, y: 0 }
    const scroll = () => {
      const outer = element.current
      const under = inner
        ? document.elementFromPoint(pointer.x, pointer.y)?.closest<HTMLElement>(inner)
        : null
      for (const one of [outer, under]) {
        const box = one?.getBoundingClientRect()
        if (box) one?.scrollBy(pull(pointer.x, box.left, box.right), pull(pointer.y, box.top, box.bottom))
      }
      frame = requestAnimationFrame(scroll)
    }
    const stop = monitorForElements({
      onDragStart: ({ location }) => {
        pointer = { x: location.current.input.clientX, y: location.current.input.clientY }
        frame = requestAnimationFrame(scroll)
      },
      onDrag: ({ location }) => {
        pointer = { x: location.current.input.clientX, y: location.current.input.clientY }
      },
      onDrop: () => cancelAnimationFrame(frame),
    })
    return () => {
      cancelAnimationFrame(frame)
      stop()
    }
  }, [element, inner])
}
