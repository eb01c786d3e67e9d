import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OpenSidebar } from '@/components/PageHeader.tsx'
import { useNarrow } from '@/components/useNarrow.ts'
import { useShortcut } from '@/components/useShortcut.ts'
import { Sidebar } from './Sidebar.tsx'
import { SideDrawer } from './SideDrawer.tsx'
import { useFollowLanguage } from './useFollowLanguage.ts'
import { useGuardSession } from './useGuardSession.ts'
import { useRevisionNotice } from './useRevisionNotice.ts'

const Palette = lazy(() =>
  import('@/features/palette/index.tsx').then((module) => ({ default: module.Palette })),
)

/** The frame around every page of a signed-in user. */
export function Shell() {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const [finding, setFinding] = useState(false)
  const [drawer, setDrawer] = useState(false)
  const openDrawer = useCallback(() => setDrawer(true), [])
  useShortcut('mod+k', () => setFinding((open) => !open))
  useFollowLanguage()
  useRevisionNotice()
  const signedIn = useGuardSession()
  if (!signedIn) return null

  const find = () => {
    setDrawer(false)
    setFinding(true)
  }
  return (
    <OpenSidebar value={openDrawer}>
      <a className="a-skip" href="#content">
        {t('shell.skip')}
      </a>
      <div className="a-shell">
        {!narrow && <Sidebar onFind={find} />}
        <div id="content" tabIndex={-1}>
          <Outlet />
        </div>
      </div>
      {narrow && drawer && (
        <SideDrawer onClose={() => setDrawer(false)}>
          <Sidebar onFind={find} onNavigate={() => setDrawer(false)} />
        </SideDrawer>
      )}
      {finding && (
        <Suspense>
          <Palette onClose={() => setFinding(false)} />
        </Suspense>
      )}
    </OpenSidebar>
  )
}
