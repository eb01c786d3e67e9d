import type { MenuItem } from '@mortise/sdk'
import { useRouter } from '@tanstack/react-router'
import { ExternalLink, Link2 } from 'lucide-react'
import type { MouseEvent, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DefinedIcon } from '@/components/EntityIcon.tsx'
import { isOwn } from './menu.ts'
import { EntityLink, PinLink } from './NavSection.tsx'
import type { Nav } from './useNav.ts'

interface NavMenuLinkProps {
  item: MenuItem
  nav: Nav
  current: boolean
  onNavigate?: () => void
}

/** One link of a menu: to an entity, to a view of it, to a page, or out of the product. */
export function NavMenuLink({ item, nav, current, onNavigate }: NavMenuLinkProps) {
  const { title, icon, view } = item
  const found = item.entity === undefined ? undefined : nav.any(item.entity)
  const entity = found && { ...found, icon: icon ?? found.icon }
  if (entity && view)
    return <PinLink pin={{ entity: entity.name, view }} {...{ entity, title, current, onNavigate }} />
  if (entity) return <EntityLink {...{ entity, title, current, onNavigate }} />
  if (!item.url) return null
  return isOwn(item.url) ? (
    <OwnLink url={item.url} current={current} onNavigate={onNavigate}>
      <DefinedIcon name={icon} fallback={Link2} size={16} />
      <span className="truncate">{title}</span>
    </OwnLink>
  ) : (
    <FarLink url={item.url} onNavigate={onNavigate}>
      <DefinedIcon name={icon} fallback={Link2} size={16} />
      <span className="truncate">{title}</span>
    </FarLink>
  )
}

interface AddressProps {
  url: string
  current?: boolean
  onNavigate?: () => void
  children: ReactNode
}

/** Leads to a path of this server, which may have a question behind it. */
function OwnLink({ url, current, onNavigate, children }: AddressProps) {
  const router = useRouter()
  const go = (event: MouseEvent) => {
    onNavigate?.()
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.history.push(url)
  }
  return (
    <a className="a-nav__item" href={url} aria-current={current ? 'page' : undefined} onClick={go}>
      {children}
    </a>
  )
}

/** Leads out of the product, in a tab of its own. */
function FarLink({ url, onNavigate, children }: AddressProps) {
  const { t } = useTranslation()
  return (
    <a className="a-nav__item" href={url} target="_blank" rel="noopener noreferrer" onClick={onNavigate}>
      {children}
      <span className="sr-only">{t('shell.newTab')}</span>
      <ExternalLink className="a-nav__out" size={12} aria-hidden="true" />
    </a>
  )
}
