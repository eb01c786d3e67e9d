import { Outlet, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/components/PageHeader.tsx'
import { useTitle } from '@/lib/useTitle.ts'
import { Announcer } from '../core/announce.tsx'
import { ClashDialog } from './ClashDialog.tsx'
import { Crumbs } from './Crumbs.tsx'
import { DraftBar } from './DraftBar.tsx'
import { EntityTabs } from './EntityTabs.tsx'
import { StudioProvider } from './StudioProvider.tsx'
import { useUndoKeys } from './useUndoKeys.ts'
import './frame.css'

/** The frame around all designers: where one is, and the bar of the draft. */
export function DesignFrame() {
  return (
    <StudioProvider>
      <Framed />
    </StudioProvider>
  )
}

function Framed() {
  const { t } = useTranslation()
  const { entity } = useParams({ strict: false })
  useTitle(t('design.frame.title'))
  useUndoKeys()
  return (
    <main className="a-page b-page">
      <PageHeader actions={<DraftBar />}>
        <Crumbs />
      </PageHeader>
      {entity && <EntityTabs entity={entity} />}
      <div className="b-body">
        <Outlet />
      </div>
      <ClashDialog />
      <Announcer />
    </main>
  )
}
