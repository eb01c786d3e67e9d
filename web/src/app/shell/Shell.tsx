import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { OpenSidebar } from '@/components/PageHeader.tsx'
import { useShortcut } from '@/components/useShortcut.ts'
import { QuickCreateProvider } from '@/field-types/quick-create.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { prefetchParts } from '../prefetch.ts'
import { OfflineBanner } from './OfflineBanner.tsx'
import { PreviewBanner } from './PreviewBanner.tsx'
import { Sidebar } from './Sidebar.tsx'
import { SideDrawer } from './SideDrawer.tsx'
import { TourHost } from './TourHost.tsx'
import { useFocusPage } from './useFocusPage.ts'
import { useFollowLanguage } from './useFollowLanguage.ts'
import { useGoKeys } from './useGoKeys.ts'
import { useGuardSession } from './useGuardSession.ts'
import { useRevisionNotice } from './useRevisionNotice.ts'

const Palette = lazy(() => import('./PaletteHost.tsx').then((module) => ({ default: module.PaletteHost })))
const JobsTray = lazy(() =>
  import('@/features/jobs/index.tsx').then((module) => ({ default: module.JobsTray })),
)
const Help = lazy(() => import('./HelpHost.tsx').then((module) => ({ default: module.HelpHost })))

const QuickCreate = lazy(() => import('@/features/records/quick/QuickCreate.tsx'))

/** The frame around every page of a signed-in user. */
export function Shell() {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const [open, setOpen] = useState<'palette' | 'help'>()
  const [drawer, setDrawer] = useState(false)
  const openDrawer = useCallback(() => setDrawer(true), [])
  const close = () => setOpen(undefined)
  useShortcut('mod+k', () => setOpen((now) => (now === 'palette' ? undefined : 'palette')))
  useShortcut('?', () => setOpen('help'))
  useEffect(() => prefetchParts(), [])
  useGoKeys()
  useFocusPage()
  useFollowLanguage()
  useRevisionNotice()
  const signedIn = useGuardSession()
  if (!signedIn) return null

  const show = (what: 'palette' | 'help') => {
    setDrawer(false)
    setOpen(what)
  }
  const actions = { onFind: () => show('palette'), onHelp: () => show('help') }
  return (
    <OpenSidebar value={openDrawer}>
      <a className="a-skip" href="#content">
        {t('shell.skip')}
      </a>
      <div className="a-shell">
        {!narrow && <Sidebar {...actions} />}
        <div id="content" tabIndex={-1}>
          <OfflineBanner />
          <PreviewBanner />
          <QuickCreateProvider value={QuickCreate}>
            <Outlet />
          </QuickCreateProvider>
        </div>
      </div>
      {narrow && drawer && (
        <SideDrawer onClose={() => setDrawer(false)}>
          <Sidebar {...actions} onNavigate={() => setDrawer(false)} />
        </SideDrawer>
      )}
      <Suspense>
        <JobsTray />
      </Suspense>
      <TourHost />
      <Suspense>
        {open === 'palette' && <Palette onClose={close} onHelp={() => setOpen('help')} />}
        {open === 'help' && <Help onClose={close} />}
      </Suspense>
    </OpenSidebar>
  )
}
