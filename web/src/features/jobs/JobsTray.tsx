import { Link } from '@tanstack/react-router'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { useNarrow } from '@/lib/useNarrow.ts'
import { JobLine } from './JobLine.tsx'
import { useTray } from './useTray.ts'
import './jobs.css'

/** What works for the user in the background: stays while he goes from page to page. */
export function JobsTray() {
  const { t } = useTranslation()
  const tray = useTray()
  const narrow = useNarrow()
  const [chosen, setChosen] = useState<boolean>()
  const running = tray.jobs.filter((job) => !job.ended_at).length
  // What has ended waits folded: it must not lie over what one is doing.
  const open = chosen ?? (running > 0 && !narrow)
  const title = running > 0 ? t('jobs.running', { count: running }) : t('jobs.ended')
  return (
    <>
      <p className="sr-only" role="status">
        {tray.said}
      </p>
      {tray.jobs.length > 0 && (
        <section className="j-tray" data-open={open || undefined} aria-label={t('jobs.title')}>
          <header className="j-tray__head">
            <h2>{title}</h2>
            <IconButton
              label={open ? t('jobs.fold') : t('jobs.unfold')}
              aria-expanded={open}
              icon={open ? <ChevronDown size={16} /> : <ChevronUp size={16} />}
              onClick={() => setChosen(!open)}
            />
          </header>
          {open && (
            <ul className="j-tray__list">
              {tray.jobs.map((job) => (
                <JobLine key={job.id} job={job} tray={tray} />
              ))}
            </ul>
          )}
          {open && (
            <Link className="j-tray__all" to="/me/$section" params={{ section: 'jobs' }}>
              {t('jobs.all')}
            </Link>
          )}
        </section>
      )}
    </>
  )
}
