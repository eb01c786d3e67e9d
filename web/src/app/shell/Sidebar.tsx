import { Link, useLocation } from '@tanstack/react-router'
import { CircleHelp, House, Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { initialOf } from '@/components/colors.ts'
import { modKey } from '@/components/useShortcut.ts'
import { Bell } from '@/features/notifications/index.tsx'
import { useDescription } from '@/lib/api/get-description.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { DesignNav } from './DesignNav.tsx'
import { NavArrange } from './NavArrange.tsx'
import { NavMenu } from './NavMenu.tsx'
import { EntityLink, NavSection, PinLink } from './NavSection.tsx'
import { UserMenu } from './UserMenu.tsx'
import { useNav } from './useNav.ts'

interface SidebarProps {
  onFind: () => void
  onHelp: () => void
  onNavigate?: () => void
}

/** Where one can go: what waits, what was pinned, and the entities that the caller may read. */
export function Sidebar({ onFind, onHelp, onNavigate }: SidebarProps) {
  const { t } = useTranslation()
  const workspace = useMe().data?.workspace
  const title = workspace?.title || workspace?.name || 'Mortise'
  const nav = useNav()
  const told = (useDescription().data?.entities ?? []).some(({ name }) => name === 'notification')
  const home = useLocation().pathname === '/'
  return (
    <aside className="a-side">
      <div className="a-workspace">
        <span className="a-workspace__tile" aria-hidden="true">
          {initialOf(title)}
        </span>
        <span className="truncate">{title}</span>
        <IconButton label={t('help.title')} icon={<CircleHelp size={15} />} onClick={onHelp} />
      </div>
      <button type="button" className="a-find" onClick={onFind}>
        <Search size={14} aria-hidden="true" />
        {t('palette.title')}
        <kbd className="m-kbd" aria-hidden="true">
          {modKey}K
        </kbd>
      </button>
      <nav className="a-side__scroll" aria-label={t('shell.nav')}>
        <Link className="a-nav__item" to="/" data-current={home || undefined} onClick={onNavigate}>
          <House size={16} aria-hidden="true" />
          <span className="truncate">{t('home.title')}</span>
        </Link>
        {told && <Bell onNavigate={onNavigate} />}
        <NavSection id="pinned" title={t('home.pinned')} nav={nav}>
          {nav.pins.map((pin) => (
            <PinLink
              key={`${pin.entity}/${pin.view ?? ''}`}
              pin={pin}
              entity={nav.named(pin.entity)}
              onNavigate={onNavigate}
            />
          ))}
        </NavSection>
        {nav.menu ? (
          <NavMenu menu={nav.menu} nav={nav} onNavigate={onNavigate} />
        ) : (
          <NavSection id="records" title={t('shell.records')} nav={nav} tools={<NavArrange nav={nav} />}>
            {nav.own.map((entity) => (
              <EntityLink key={entity.name} entity={entity} onNavigate={onNavigate} />
            ))}
          </NavSection>
        )}
        <NavSection id="organisation" title={t('shell.organisation')} nav={nav}>
          {nav.core.map((entity) => (
            <EntityLink key={entity.name} entity={entity} onNavigate={onNavigate} />
          ))}
        </NavSection>
        <DesignNav nav={nav} onNavigate={onNavigate} />
      </nav>
      <UserMenu onNavigate={onNavigate} />
    </aside>
  )
}
