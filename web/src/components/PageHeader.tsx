import { Menu } from 'lucide-react'
import { createContext, type ReactNode, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './Button.tsx'
import './page-header.css'

/** Opens the sidebar on narrow pages. */
export const OpenSidebar = createContext<() => void>(() => {})

/** The line at the top of every page: where we are, and what can be done here. */
export function PageHeader({ children, actions }: { children: ReactNode; actions?: ReactNode }) {
  const { t } = useTranslation()
  const openSidebar = useContext(OpenSidebar)
  return (
    <header className="m-page-header">
      <IconButton
        className="m-page-header__menu"
        label={t('shell.openMenu')}
        icon={<Menu size={18} />}
        onClick={openSidebar}
      />
      <div className="m-page-header__title">{children}</div>
      {actions && <div className="m-page-header__actions">{actions}</div>}
    </header>
  )
}
