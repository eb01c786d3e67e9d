import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import './button.css'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  ref?: Ref<HTMLButtonElement>
  look?: 'plain' | 'primary' | 'ghost' | 'danger'
  icon?: ReactNode
  shortcut?: string
  busy?: boolean
  large?: boolean
}

/** A button with words on it. */
export function Button({ look = 'plain', icon, shortcut, busy, large, children, ...rest }: ButtonProps) {
  const name = `m-button m-button--${look}${large ? ' m-button--large' : ''} ${rest.className ?? ''}`
  return (
    <button type="button" {...rest} disabled={rest.disabled || busy} aria-busy={busy} className={name}>
      {busy ? <span className="m-spinner" aria-hidden="true" /> : icon}
      <span className="m-button__text">{children}</span>
      {shortcut && (
        <kbd className="m-kbd" aria-hidden="true">
          {shortcut}
        </kbd>
      )}
    </button>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  label: string
  icon: ReactNode
}

/** A button with only an icon; its label is read aloud and shown as a tip. */
export function IconButton({ label, icon, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`m-icon-button ${rest.className ?? ''}`}
    >
      {icon}
    </button>
  )
}
