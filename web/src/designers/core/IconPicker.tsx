import { colorNames } from '@/components/colors.ts'
import { EntityIcon, iconNames } from '@/components/EntityIcon.tsx'
import { Popover } from '@/components/Popover.tsx'
import './icons.css'
import { useWords } from './useBench.ts'

interface IconPickerProps {
  icon: string
  color?: string
  onIcon: (icon: string) => void
  /** Without it the colour cannot be chosen. */
  onColor?: (color: string) => void
}

/** The sign by which something is known, and its colour. */
export function IconPicker({ icon, color, onIcon, onColor }: IconPickerProps) {
  const { t } = useWords()
  const label = t(onColor ? 'design.core.icon' : 'design.core.iconOnly')
  return (
    <Popover
      label={label}
      width={262}
      trigger={(props) => (
        <button type="button" className="m-button m-button--plain b-icon-pick" {...props}>
          <EntityIcon icon={icon} color={color} />
          {label}
        </button>
      )}
    >
      {() => (
        <div className="b-icons">
          {onColor && (
            <div className="b-dots">
              {colorNames.map((name) => (
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
          )}
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
