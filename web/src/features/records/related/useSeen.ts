import { useCallback, useEffect, useRef, useState } from 'react'

/** How far outside of the window something counts as seen. */
const margin = '240px'

/** Whether an element is in the window now, or nearly, and whether it ever was. */
export function useSeen() {
  const [now, setNow] = useState(false)
  const [ever, setEver] = useState(false)
  const observer = useRef<IntersectionObserver>(undefined)
  const ref = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect()
    if (!element) return
    observer.current = new IntersectionObserver(
      (entries) => {
        const seen = entries.at(-1)?.isIntersecting ?? false
        setNow(seen)
        if (seen) setEver(true)
      },
      { rootMargin: margin },
    )
    observer.current.observe(element)
  }, [])
  useEffect(() => () => observer.current?.disconnect(), [])
  return { ref, now, ever }
}
