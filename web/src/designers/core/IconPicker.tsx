import type { LucideIcon } from 'lucide-react'
import { colorNames } from '@/components/colors.ts'
import { DefinedIcon, EntityIcon, iconNames } from '@/components/EntityIcon.tsx'
import { Popover } from '@/components/Popover.tsx'
import './icons.css'
import { useWords } from './useBench.ts'

interface IconPickerProps {
  icon: string
  /** "" for none, where there may be none. */
  onIcon: (icon: string) => void
  /** The colour of the tile in which it stands; without it there is no tile. */
  tile?: { color: string; onColor: (color: string) => void }
  /** What is shown when no icon is chosen, where that may be. */
  none?: LucideIcon
}

/** The sign by which something is known, and its colour. */
export function IconPicker({ icon, onIcon, tile, none }: IconPickerProps) {
  const { t } = useWords()
  const label = t(tile ? 'design.core.icon' : 'design.core.iconOnly')
  const drawn = (name: string) =>
    tile ? (
      <EntityIcon icon={name} color={tile.color} />
    ) : (
      <DefinedIcon name={name} fallback={none} size={15} />
    )
  return (
    <Popover
      label={label}
      width={262}
      trigger={(props) => (
        <button type="button" className="m-button m-button--plain b-icon-pick" {...props}>
          {drawn(icon)}
          {label}
        </button>
      )}
    >
      {() => (
        <div className="b-icons">
          {tile && (
            <div className="b-dots">
              {colorNames.map((name) => (
                <button
                  key={name}
                  type="button"
                  className={`b-dot m-pill--${name}`}
                  aria-label={t(`design.core.color.${name}`)}
                  aria-pressed={name === tile.color}
                  onClick={() => tile.onColor(name)}
                />
              ))}
            </div>
          )}
          <div className="b-icons__grid">
            {[...(none ? [''] : []), ...iconNames].map((name) => (
              <button
                key={name}
                type="button"
                className="b-icons__one"
                aria-label={name || t('design.core.iconNone')}
                title={name || t('design.core.iconNone')}
                aria-pressed={name === icon}
                onClick={() => onIcon(name)}
              >
                {drawn(name)}
              </button>
            ))}
          </div>
        </div>
      )}
    </Popover>
  )
}
