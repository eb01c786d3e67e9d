import { useEffect, useRef } from 'react'

const listening = new Map<string, number>()

/** The combinations that something on the page listens to. */
export function activeShortcuts(): string[] {
  return [...listening.keys()]
}

/** Notes that a combination is listened to, until the answer is called. */
function note(combination: string): () => void {
  listening.set(combination, (listening.get(combination) ?? 0) + 1)
  return () => {
    const left = (listening.get(combination) ?? 1) - 1
    if (left > 0) listening.set(combination, left)
    else listening.delete(combination)
  }
}

/** Whether keys are going into an input. */
function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    (/^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !target.matches('.m-check'))
  )
}

/**
 * Performs when a key is pressed anywhere on the page. "mod+s" and "f8" work in
 * inputs too, a bare letter only outside of them and of open dialogs.
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
    // Nothing is typed with these.
    const everywhere = withMod || /^f\d+$/.test(key)
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.key.toLowerCase() !== key || event.altKey) return
      if (withMod !== (event.metaKey || event.ctrlKey)) return
      if (!everywhere && (typing(event.target) || document.querySelector('dialog[open], .m-popover'))) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    const forget = note(combination)
    return () => {
      window.removeEventListener('keydown', onKey)
      forget()
    }
  }, [combination, enabled])
}

/** The key that commands begin with on this machine. */
export const modKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl '
