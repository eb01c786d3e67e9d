import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/** After a step to another page the keyboard goes on in its content, unless it is there already. */
export function useFocusPage(): void {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return
        const content = document.getElementById('content')
        const now = document.activeElement
        if (!content || content.contains(now) || now?.closest('dialog')) return
        content.focus({ preventScroll: true })
      }),
    [router],
  )
}
