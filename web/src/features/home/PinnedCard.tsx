import type { Entity } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { ArrowUp, PinOff, Pin as PinSign } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { moved } from '@/components/moved.ts'
import { type Pin, usePins } from '@/lib/api/pins.ts'
import { Card, CardEmpty } from './Card.tsx'

/** The lists that the user pinned. */
export function PinnedCard({ entities }: { entities: Entity[] }) {
  const { t } = useTranslation()
  const [pins, setPins] = usePins()
  const known = pins.filter((pin) => entities.some(({ name }) => name === pin.entity))
  return (
    <Card title={t('home.pinned')} icon={<PinSign size={15} aria-hidden="true" />}>
      {known.length === 0 && <CardEmpty>{t('home.pinnedNone')}</CardEmpty>}
      <ul>
        {known.map((pin) => (
          <PinnedRow
            key={`${pin.entity}/${pin.view ?? ''}`}
            pin={pin}
            entity={entities.find(({ name }) => name === pin.entity)}
            onUp={pins.indexOf(pin) > 0 ? () => setPins(moved(pins, pins.indexOf(pin), -1)) : undefined}
            onUnpin={() => setPins(pins.filter((one) => one !== pin))}
          />
        ))}
      </ul>
    </Card>
  )
}

interface PinnedRowProps {
  pin: Pin
  entity?: Entity
  onUp?: () => void
  onUnpin: () => void
}

function PinnedRow({ pin, entity, onUp, onUnpin }: PinnedRowProps) {
  const { t } = useTranslation()
  const name = pinTitle(pin, entity)
  return (
    <li className="h-row h-row--tools">
      <EntityIcon icon={entity?.icon} color={entity?.color} />
      <Link
        className="h-row__main truncate"
        to="/e/$entity"
        params={{ entity: pin.entity }}
        search={{ view: pin.view }}
      >
        {name}
      </Link>
      <span className="h-row__tools">
        {onUp && <IconButton label={t('home.up', { name })} icon={<ArrowUp size={14} />} onClick={onUp} />}
        <IconButton label={t('home.unpin', { name })} icon={<PinOff size={14} />} onClick={onUnpin} />
      </span>
    </li>
  )
}

/** What a pinned list is called: as the definitions say now, else as it was pinned. */
export function pinTitle(pin: Pin, entity: Entity | undefined): string {
  const view = entity?.views?.find(({ name }) => name === pin.view)
  return view?.title ?? pin.title ?? entity?.plural ?? entity?.title ?? pin.entity
}
