import { useLocation, useParams } from '@tanstack/react-router'
import { HelpDrawer, pageOf } from '@/features/help/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'

/** The help of the page that is open. */
export function HelpHost({ onClose }: { onClose: () => void }) {
  const path = useLocation().pathname
  const entity = useEntity(useParams({ strict: false }).entity)
  return <HelpDrawer page={pageOf(path)} entity={entity} onClose={onClose} />
}
