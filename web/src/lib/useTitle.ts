import { useEffect } from 'react'

/** Says in the browser's tab what page this is. */
export function useTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Mortise`
  }, [title])
}
