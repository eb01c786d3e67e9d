import { useQueryClient } from '@tanstack/react-query'
import { RotateCw, WifiOff } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { meQuery } from '@/lib/api/get-me.ts'
import { askAgain, watchConnection } from './connection.ts'

const pause = 5000

/** Says that nothing can be fetched or saved at present, and goes on trying. */
export function OfflineBanner() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [away, setAway] = useState(!navigator.onLine)
  const [trying, setTrying] = useState(false)
  const was = useRef(false)
  // An answer that was on its way when the connection went says nothing of it.
  useEffect(() => watchConnection(queries, (reached) => setAway(!reached || !navigator.onLine)), [queries])
  const attempt = useCallback(async () => {
    setTrying(true)
    try {
      await queries.fetchQuery({ ...meQuery(), staleTime: 0, retry: false, networkMode: 'always' })
      setAway(false)
    } catch {
      setAway(true)
    } finally {
      setTrying(false)
    }
  }, [queries])
  useEffect(() => {
    const lost = () => setAway(true)
    window.addEventListener('offline', lost)
    window.addEventListener('online', attempt)
    return () => {
      window.removeEventListener('offline', lost)
      window.removeEventListener('online', attempt)
    }
  }, [attempt])
  useEffect(() => {
    if (was.current && !away) askAgain(queries)
    was.current = away
    if (!away) return
    const timer = setInterval(attempt, pause)
    return () => clearInterval(timer)
  }, [away, attempt, queries])
  return (
    <div role="status" className="a-away" data-open={away || undefined}>
      {away && (
        <>
          <WifiOff size={15} aria-hidden="true" />
          <span>{t('shell.away')}</span>
          <Button icon={<RotateCw size={13} aria-hidden="true" />} busy={trying} onClick={attempt}>
            {t('action.retry')}
          </Button>
        </>
      )}
    </div>
  )
}
