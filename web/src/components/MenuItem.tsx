import { Check } from 'lucide-react'
import type { ReactNode } from 'react'

interface MenuItemProps {
  icon?: ReactNode
  children: ReactNode
  onSelect: () => void
  danger?: boolean
  /** Given for items of which one, or any number, may be chosen. */
  checked?: boolean
  choice?: 'one' | 'many'
}

/** One entry of a menu. */
export function MenuItem({ icon, children, onSelect, danger, checked, choice = 'one' }: MenuItemProps) {
  const role = checked === undefined ? 'menuitem' : choice === 'one' ? 'menuitemradio' : 'menuitemcheckbox'
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: given only to roles that can be checked
    <button
      type="button"
      role={role}
      aria-checked={checked}
      className={danger ? 'm-menu-item m-menu-item--danger' : 'm-menu-item'}
      onClick={onSelect}
    >
      {icon}
      <span className="truncate">{children}</span>
      {checked && (
        <span className="m-menu-item__end">
          <Check size={15} aria-hidden="true" />
        </span>
      )}
    </button>
  )
}
