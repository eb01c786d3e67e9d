import { useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { Footprints } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { GuideHints } from '@/features/guide/index.tsx'
import { HelpDrawer, pageOf } from '@/features/help/index.tsx'
import { useEntity } from '@/lib/api/get-description.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { startTour, useTour } from '@/lib/tour.ts'

/** The help of the page that is open. */
export function HelpHost({ onClose }: { onClose: () => void }) {
  const path = useLocation().pathname
  const params = useParams({ strict: false })
  const entity = useEntity(params.entity)
  const place = path === '/' ? 'home' : params.entity
  const designs = useMe().data?.permissions.includes('design') ?? false
  return (
    <HelpDrawer
      page={pageOf(path)}
      entity={entity}
      guide={<GuideHints place={place} onFollow={onClose} />}
      onClose={onClose}
    >
      {designs && <TourButton onClose={onClose} />}
    </HelpDrawer>
  )
}

/** Begins the tour through the designers, or goes on with it where it was stopped. */
function TourButton({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const tour = useTour()
  const start = () => {
    const fresh = tour?.state !== 'stopped'
    startTour()
    onClose()
    if (fresh) void navigate({ to: '/design' })
  }
  if (tour?.state === 'running') return null
  return (
    <Button icon={<Footprints size={14} />} onClick={start}>
      {t(tour?.state === 'stopped' ? 'shell.tourGoOn' : 'shell.tour')}
    </Button>
  )
}
