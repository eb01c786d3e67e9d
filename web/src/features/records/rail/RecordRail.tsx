import type { Entity } from '@mortise/sdk'
import { MessagesSquare, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '@/components/Button.tsx'
import { useModal, whenCancelled } from '@/components/modal.ts'
import { useNarrow } from '@/lib/useNarrow.ts'
import { Timeline } from './Timeline.tsx'
import type { RailPlace } from './useTimeline.ts'
import './rail.css'

/** What happens around the record: beside it, or in a sheet of its own where there is no room. */
export function RecordRail({ entity, place }: { entity: Entity; place: RailPlace }) {
  const { t } = useTranslation()
  const narrow = useNarrow()
  const [open, setOpen] = useState(false)
  if (!narrow) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      <aside className="r-rail" aria-label={t('timeline.title')} tabIndex={0}>
        <Timeline entity={entity} place={place} />
      </aside>
    )
  }
  return (
    <>
      <div className="t-opener">
        <Button icon={<MessagesSquare size={15} />} onClick={() => setOpen(true)}>
          {t('timeline.title')}
        </Button>
      </div>
      {open && <Sheet entity={entity} place={place} onClose={() => setOpen(false)} />}
    </>
  )
}

function Sheet({ entity, place, onClose }: { entity: Entity; place: RailPlace; onClose: () => void }) {
  const { t } = useTranslation()
  const element = useModal()
  return (
    <dialog
      ref={element}
      className="t-sheet"
      aria-label={t('timeline.title')}
      onCancel={whenCancelled(onClose)}
    >
      <IconButton
        className="t-sheet__close"
        label={t('action.close')}
        icon={<X size={16} />}
        onClick={onClose}
      />
      <Timeline entity={entity} place={place} />
    </dialog>
  )
}
