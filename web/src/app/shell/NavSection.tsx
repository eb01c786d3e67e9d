import type { Entity } from '@mortise/sdk'
import { Link, useLocation, useParams, useSearch } from '@tanstack/react-router'
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
  /** Of the heading: 3 for a part of a part. */
  level?: 2 | 3
  children: ReactNode
}

/** A part of the navigation that can be closed; nothing when it has nothing. */
export function NavSection({ id, title, nav, tools, level = 2, children }: NavSectionProps) {
  const list = useId()
  const open = nav.isOpen(id)
  const Heading = level === 3 ? 'h3' : 'h2'
  if (Children.count(children) === 0 && !tools) return null
  return (
    <>
      <div className="a-nav__head">
        <Heading className="a-nav__title">
          <button type="button" aria-expanded={open} aria-controls={list} onClick={() => nav.toggle(id)}>
            {title}
            <ChevronDown size={12} aria-hidden="true" />
          </button>
        </Heading>
        {tools}
      </div>
      <ul id={list} hidden={!open}>
        {open && Children.map(children, (child) => <li>{child}</li>)}
      </ul>
    </>
  )
}

interface EntityLinkProps {
  entity: Entity
  /** Its own name when not given. */
  title?: string
  /** Whether it says where the user is, where that is not for the link to know. */
  current?: boolean
  onNavigate?: () => void
}

/** The entity whose records the page is about; designers are about entities, too, but not about records. */
export function useListedEntity(): string | undefined {
  const { entity } = useParams({ strict: false })
  return useLocation().pathname.startsWith('/e/') ? entity : undefined
}

/** Leads to an entity's list. */
export function EntityLink({ entity, title, current, onNavigate }: EntityLinkProps) {
  const here = useListedEntity() === entity.name
  const [link, seen] = useSeen<HTMLAnchorElement>()
  const count = useEntityCount(entity.name, seen)
  const language = useLanguage()
  return (
    <Link
      ref={link}
      className="a-nav__item"
      to="/e/$entity"
      params={{ entity: entity.name }}
      {...currentProps(current, here)}
      onClick={onNavigate}
    >
      <EntityIcon icon={entity.icon} color={entity.color} />
      <span className="truncate">{title || entity.plural || entity.title}</span>
      {count !== null && <span className="a-nav__count">{formatNumber(count, language)}</span>}
    </Link>
  )
}

/** How a link shows that it is the current one: as the router finds, unless that was decided. */
function currentProps(decided: boolean | undefined, here: boolean) {
  if (decided === undefined) return { 'data-current': here || undefined }
  // The router says so of every link that leads to a part of the address.
  return {
    activeOptions: { exact: true, includeSearch: true },
    'aria-current': decided ? ('page' as const) : undefined,
  }
}

interface PinLinkProps {
  pin: Pin
  entity?: Entity
  title?: string
  current?: boolean
  onNavigate?: () => void
}

/** Leads to a list that the user pinned. */
export function PinLink({ pin, entity, title, current, onNavigate }: PinLinkProps) {
  const at = useListedEntity()
  const view = useSearch({ strict: false }).view
  const known = entity?.views?.find(({ name }) => name === pin.view)
  return (
    <Link
      className="a-nav__item"
      to="/e/$entity"
      params={{ entity: pin.entity }}
      search={{ view: pin.view }}
      {...currentProps(current, at === pin.entity && pin.view !== undefined && view === pin.view)}
      onClick={onNavigate}
    >
      {entity ? (
        <EntityIcon icon={entity.icon} color={entity.color} />
      ) : (
        <PinSign size={15} aria-hidden="true" />
      )}
      <span className="truncate">{title ?? known?.title ?? pin.title ?? entity?.plural ?? pin.entity}</span>
    </Link>
  )
}
