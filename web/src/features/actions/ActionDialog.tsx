import { lazy } from 'react'
import type { ActionPlace } from './place.ts'
import type { OpenDialog } from './useRecordActions.ts'

const HandDialog = lazy(() => import('./HandDialog.tsx'))
const ShareDialog = lazy(() => import('./ShareDialog.tsx'))
const ClaimDialog = lazy(() => import('./ClaimDialog.tsx'))
const ReleaseDialog = lazy(() => import('./ReleaseDialog.tsx'))
const MergeDialog = lazy(() => import('./MergeDialog.tsx'))
const ArchiveDialog = lazy(() => import('./ArchiveDialog.tsx'))
const RestoreNow = lazy(() => import('./RestoreNow.tsx'))
const PurgeDialog = lazy(() => import('./PurgeDialog.tsx'))
const ExplainDialog = lazy(() => import('./ExplainDialog.tsx'))

interface ActionDialogProps {
  open: OpenDialog
  place: ActionPlace
  onClose: () => void
}

/** The window of an action. */
export default function ActionDialog({ open, place, onClose }: ActionDialogProps) {
  if (open.why) return <ExplainDialog place={place} action={open.name} onClose={onClose} />
  switch (open.name) {
    case 'transfer':
    case 'assign':
      return <HandDialog place={place} action={open.name} onClose={onClose} />
    case 'share':
      return <ShareDialog place={place} onClose={onClose} />
    case 'claim':
      return <ClaimDialog place={place} onClose={onClose} />
    case 'release':
      return <ReleaseDialog place={place} onClose={onClose} />
    case 'merge':
      return <MergeDialog place={place} onClose={onClose} />
    case 'archive':
      return <ArchiveDialog place={place} onClose={onClose} />
    case 'restore':
      return <RestoreNow place={place} onClose={onClose} />
    case 'purge':
      return <PurgeDialog place={place} onClose={onClose} />
    case 'explain':
      return <ExplainDialog place={place} onClose={onClose} />
    default:
      return null
  }
}
