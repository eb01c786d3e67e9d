import type { Entity } from '@mortise/sdk'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ChevronDown, Pin as PinSign } from 'lucide-react'
import { Children, type ReactNode, useId } from 'react'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import type { Pin } from '@/lib/api/pins.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { useSeen } from '@/lib/useSeen.ts'
import { useEntityCount } from './useEntityCount.ts'
import type { Nav } from './useNav.ts'

interface NavSectionProps {
  id: string
  title: string
  nav: Nav
  tools?: ReactNode
  children: ReactNode
}

/** A part of the navigation that can be closed; nothing when it has nothing. */
export function NavSection({ id, title, nav, tools, children }: NavSectionProps) {
  const list = useId()
  const open = nav.isOpen(id)
  if (Children.count(children) === 0 && !tools) return null
  return (
    <>
      <div className="a-nav__head">
        <h2 className="a-nav__title">
          <button type="button" aria-expanded={open} aria-controls={list} onClick={() => nav.toggle(id)}>
            {title}
            <ChevronDown size={12} aria-hidden="true" />
          </button>
        </h2>
        {tools}
      </div>
      <ul id={list} hidden={!open}>
        {open && Children.map(children, (child) => <li>{child}</li>)}
      </ul>
    </>
  )
}

/** Leads to an entity's list. */
export function EntityLink({ entity, onNavigate }: { entity: Entity; onNavigate?: () => void }) {
  const current = useParams({ strict: false }).entity === entity.name
  const [link, seen] = useSeen<HTMLAnchorElement>()
  const count = useEntityCount(entity.name, seen)
  const language = useLanguage()
  return (
    <Link
      ref={link}
      className="a-nav__item"
      to="/e/$entity"
      params={{ entity: entity.name }}
      data-current={current || undefined}
      onClick={onNavigate}
    >
      <EntityIcon icon={entity.icon} color={entity.color} />
      <span className="truncate">{entity.plural || entity.title}</span>
      {count !== null && <span className="a-nav__count">{formatNumber(count, language)}</span>}
    </Link>
  )
}

interface PinLinkProps {
  pin: Pin
  entity?: Entity
  onNavigate?: () => void
}

/** Leads to a list that the user pinned. */
export function PinLink({ pin, entity, onNavigate }: PinLinkProps) {
  const at = useParams({ strict: false }).entity
  const view = useSearch({ strict: false }).view
  const known = entity?.views?.find(({ name }) => name === pin.view)
  return (
    <Link
      className="a-nav__item"
      to="/e/$entity"
      params={{ entity: pin.entity }}
      search={{ view: pin.view }}
      data-current={(at === pin.entity && pin.view !== undefined && view === pin.view) || undefined}
      onClick={onNavigate}
    >
      {entity ? (
        <EntityIcon icon={entity.icon} color={entity.color} />
      ) : (
        <PinSign size={15} aria-hidden="true" />
      )}
      <span className="truncate">{known?.title ?? pin.title ?? entity?.plural ?? pin.entity}</span>
    </Link>
  )
}
