import { Table2 } from 'lucide-react'
import { Fragment, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { Mark } from '@/components/Mark.tsx'
import type { Destination } from './usePalette.ts'

interface PaletteListProps {
  list: Destination[]
  chosen: number
  onGo: (destination: Destination) => void
}

/** What was found, by kind. */
export function PaletteList({ list, chosen, onGo }: PaletteListProps) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.querySelector(`#palette-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div ref={box} id="palette-list" role="listbox" aria-label={t('palette.title')} className="p-list">
      {list.map((destination, at) => (
        <Fragment key={destination.key}>
          {destination.kind === 'records' && list[at - 1]?.kind !== 'records' && (
            <div role="presentation" className="p-list__title">
              {t('palette.records')}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above handles the keys */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: the input above keeps the focus */}
          <div
            id={`palette-${at}`}
            role="option"
            aria-selected={at === chosen}
            className="p-item"
            onClick={() => onGo(destination)}
          >
            <ItemIcon destination={destination} />
            <span className="truncate">{destination.label}</span>
            {destination.kind !== 'entities' && (
              <span className="p-item__of">{destination.entity.title}</span>
            )}
          </div>
        </Fragment>
      ))}
    </div>
  )
}

function ItemIcon({ destination }: { destination: Destination }) {
  if (destination.kind === 'records') return <Mark name={destination.label} size={19} />
  if (destination.kind === 'views') {
    return (
      <span className="p-item__icon">
        <Table2 size={14} aria-hidden="true" />
      </span>
    )
  }
  return <EntityIcon icon={destination.entity.icon} color={destination.entity.color} />
}
