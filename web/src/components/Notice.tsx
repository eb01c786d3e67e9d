import type { ReactNode } from 'react'
import './notice.css'

interface NoticeProps {
  icon: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
  /** Read aloud at once. */
  alert?: boolean
}

/** What stands where content cannot: empty, failed, refused, not found. */
export function Notice({ icon, title, children, actions, alert }: NoticeProps) {
  return (
    <div className="m-notice" role={alert ? 'alert' : undefined}>
      <span className="m-notice__icon" aria-hidden="true">
        {icon}
      </span>
      <h2 className="m-notice__title">{title}</h2>
      {children && <div className="m-notice__text">{children}</div>}
      {actions && <div className="m-notice__actions">{actions}</div>}
    </div>
  )
}

/** Grey bars where text will come. */
export function Skeleton({ width, height = 12 }: { width: number | string; height?: number }) {
  return <span className="m-skeleton" style={{ width, height }} aria-hidden="true" />
}
