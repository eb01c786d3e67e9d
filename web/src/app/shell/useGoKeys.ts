import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

const places: { [key: string]: string } = { h: '/', n: '/notifications', s: '/search' }
const patience = 1200

/** Goes to a page when G and its letter are pressed one after the other. */
export function useGoKeys(): void {
  const router = useRouter()
  useEffect(() => {
    let begun = 0
    const onKey = (event: KeyboardEvent) => {
      const target = event.target
      const typing =
        target instanceof HTMLElement &&
        (target.isContentEditable || target.matches('input, textarea, select'))
      const apart = event.ctrlKey || event.metaKey || event.altKey || event.isComposing
      if (typing || apart || document.querySelector('dialog[open], .m-popover')) return
      const to = places[event.key]
      if (event.key === 'g') begun = Date.now()
      else {
        if (to && Date.now() - begun < patience) {
          event.preventDefault()
          router.history.push(to)
        }
        begun = 0
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [router])
}
