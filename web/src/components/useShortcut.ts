import { useEffect, useRef } from 'react'

/** Whether keys are going into an input. */
function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    (/^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.matches('.m-check'))
  )
}

/**
 * Performs when a key is pressed anywhere on the page. "mod+s" works in inputs
 * too, a bare letter only outside of them and of open dialogs.
 */
export function useShortcut(combination: string, perform: () => void, enabled = true): void {
  const latest = useRef(perform)
  useEffect(() => {
    latest.current = perform
  })
  useEffect(() => {
    if (!enabled) return
    const withMod = combination.startsWith('mod+')
    const key = combination.replace('mod+', '')
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.key.toLowerCase() !== key || event.altKey) return
      if (withMod !== (event.metaKey || event.ctrlKey)) return
      if (!withMod && (typing(event.target) || document.querySelector('dialog[open], .m-popover'))) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [combination, enabled])
}

/** The key that commands begin with on this machine. */
export const modKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl '
