import { type CompositionEvent, type KeyboardEvent, useEffect, useState } from 'react'

/** Milliseconds of a pause in typing after which is asked. */
const wait = 180

/** What is searched for: only once typing pauses, and the input method has made its characters. */
export function useSearchText() {
  const [text, setText] = useState('')
  const [composing, setComposing] = useState(false)
  const [q, setQ] = useState('')
  const wanted = text.trim()
  useEffect(() => {
    if (composing || wanted === q) return
    const timer = setTimeout(() => setQ(wanted), wanted === '' ? 0 : wait)
    return () => clearTimeout(timer)
  }, [wanted, composing, q])
  return {
    q,
    setText,
    /** What stands in the input is not yet what is asked for. */
    typing: composing || wanted !== q,
    watch: {
      onCompositionStart: () => setComposing(true),
      onCompositionEnd: (_: CompositionEvent) => setComposing(false),
      // Enter, arrows and Escape are for the input method while it is at work.
      onKeyDownCapture: (event: KeyboardEvent) => {
        if (event.nativeEvent.isComposing) event.stopPropagation()
      },
    },
  }
}
