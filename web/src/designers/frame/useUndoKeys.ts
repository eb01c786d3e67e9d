import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../core/announce.tsx'
import { useWorkbench } from '../core/useBench.ts'

/** Undo and redo by key, everywhere but in open dialogs and where an editor took back what was typed in it. */
export function useUndoKeys(): void {
  const bench = useWorkbench()
  const { t } = useTranslation()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey))
        return
      const key = event.key.toLowerCase()
      const back = key === 'z' && !event.shiftKey
      const again = key === 'y' || (key === 'z' && event.shiftKey)
      if (!back && !again) return
      if (event.target instanceof Element && event.target.closest('dialog')) return
      event.preventDefault()
      const { past, future } = bench.now().history
      const step = back ? past.at(-1) : future.at(-1)
      if (!step) return
      if (back) bench.undo()
      else bench.redo()
      announce(t(back ? 'design.frame.undone' : 'design.frame.redone', { step: step.label }))
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [bench, t])
}
