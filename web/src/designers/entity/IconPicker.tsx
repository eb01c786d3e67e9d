import { EntityIcon, iconNames } from '@/components/EntityIcon.tsx'
import { Popover } from '@/components/Popover.tsx'
import { useWords } from '../core/useBench.ts'
import './options.css'

interface IconPickerProps {
  icon: string
  color: string
  colors: readonly string[]
  onIcon: (icon: string) => void
  onColor: (color: string) => void
}

/** The sign by which an entity is known everywhere. */
export function IconPicker({ icon, color, colors, onIcon, onColor }: IconPickerProps) {
  const { t } = useWords()
  return (
    <Popover
      label={t('design.entity.icon')}
      width={262}
      trigger={(props) => (
        <button type="button" className="m-button m-button--plain b-icon-pick" {...props}>
          <EntityIcon icon={icon} color={color} />
          {t('design.entity.icon')}
        </button>
      )}
    >
      {() => (
        <div className="b-icons">
          <div className="b-dots">
            {colors.map((name) => (
              <button
                key={name}
                type="button"
                className={`b-dot m-pill--${name}`}
                aria-label={t(`design.core.color.${name}`)}
                aria-pressed={name === color}
                onClick={() => onColor(name)}
              />
            ))}
          </div>
          <div className="b-icons__grid">
            {iconNames.map((name) => (
              <button
                key={name}
                type="button"
                className="b-icons__one"
                aria-label={name}
                title={name}
                aria-pressed={name === icon}
                onClick={() => onIcon(name)}
              >
                <EntityIcon icon={name} color={color} />
              </button>
            ))}
          </div>
        </div>
      )}
    </Popover>
  )
}
