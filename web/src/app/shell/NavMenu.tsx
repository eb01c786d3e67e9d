import type { Menu, MenuItem } from '@mortise/sdk'
import { useLocation, useSearch } from '@tanstack/react-router'
import { ChevronsUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/Button.tsx'
import { MenuItem as Choice } from '@/components/MenuItem.tsx'
import { Popover } from '@/components/Popover.tsx'
import { currentLink } from './menu.ts'
import { NavMenuLink } from './NavMenuLink.tsx'
import { NavSection, useListedEntity } from './NavSection.tsx'
import type { Nav } from './useNav.ts'

interface NavMenuProps {
  menu: Menu
  nav: Nav
  onNavigate?: () => void
}

/** The navigation that was designed for the user, in place of the one of all entities. */
export function NavMenu({ menu, nav, onNavigate }: NavMenuProps) {
  const entity = useListedEntity()
  const view = useSearch({ strict: false }).view
  const { pathname, searchStr: search } = useLocation()
  const current = currentLink(menu.items, { entity, view, pathname, search })
  const link = (item: MenuItem) => (
    <NavMenuLink key={item.id} {...{ item, nav, onNavigate }} current={item.id === current} />
  )
  return (
    <NavSection id="records" title={menu.title} nav={nav} tools={<NavSwitch menu={menu} nav={nav} />}>
      {menu.items.map((item) =>
        item.items ? (
          <NavSection key={item.id} id={`${menu.name}/${item.id}`} title={item.title} nav={nav} level={3}>
            {item.items.map(link)}
          </NavSection>
        ) : (
          link(item)
        ),
      )}
    </NavSection>
  )
}

/** Goes over to another of the user's menus; nothing when he has one alone. */
function NavSwitch({ menu, nav }: { menu: Menu; nav: Nav }) {
  const { t } = useTranslation()
  if (nav.menus.length < 2) return null
  return (
    <Popover
      label={t('shell.switchMenu')}
      kind="menu"
      align="end"
      trigger={(props) => (
        <span className="a-nav__tool a-nav__tool--shown">
          <IconButton {...props} label={t('shell.switchMenu')} icon={<ChevronsUpDown size={13} />} />
        </span>
      )}
    >
      {(close) =>
        nav.menus.map(({ name, title }) => (
          <Choice
            key={name}
            checked={name === menu.name}
            onSelect={() => {
              nav.choose(name)
              close()
            }}
          >
            {title}
          </Choice>
        ))
      }
    </Popover>
  )
}
