import { useEffect, useState } from 'react'

/** Milliseconds for which a page that is not looked at goes on as if it were. */
const patience = 20_000

/** Whether the page is looked at, or was until just now. A browser has few connections for all of its pages. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState !== 'hidden')
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'hidden') timer = setTimeout(() => setVisible(false), patience)
      else setVisible(true)
    }
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return visible
}
