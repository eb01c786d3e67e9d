import { CornerUpRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { MenuItem } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'

/** A place that something can be moved to. */
export interface Destination {
  id: string
  title: string
  /** How deep it lies, from 0. */
  depth?: number
}

interface MoveToProps {
  /** What is moved. */
  title: string
  destinations: readonly Destination[]
  onMove: (id: string) => void
}

/** Moves something without dragging: a menu of all places that it may stand at. */
export function MoveTo({ title, destinations, onMove }: MoveToProps) {
  const { t } = useTranslation()
  const label = t('design.core.moveTo', { title })
  return (
    <Popover
      kind="menu"
      align="end"
      width={240}
      label={label}
      trigger={(props) => <IconButton {...props} label={label} icon={<CornerUpRight size={14} />} />}
    >
      {(close) => (
        <>
          {destinations.map((place) => (
            <MenuItem
              key={place.id}
              onSelect={() => {
                close()
                onMove(place.id)
              }}
            >
              <span style={{ paddingInlineStart: (place.depth ?? 0) * 12 }}>{place.title}</span>
            </MenuItem>
          ))}
        </>
      )}
    </Popover>
  )
}
