import { type RefCallback, useCallback, useState } from 'react'

/** Whether an element has come into sight; once seen, it stays so. */
export function useSeen<E extends Element>(): [ref: RefCallback<E>, seen: boolean] {
  const [seen, setSeen] = useState(false)
  const ref = useCallback((element: E | null) => {
    if (!element) return
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return
      setSeen(true)
      observer.disconnect()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, seen]
}
