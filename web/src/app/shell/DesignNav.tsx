import { Link } from '@tanstack/react-router'
import {
  Braces,
  History,
  ListChecks,
  Package,
  PanelLeft,
  Shapes,
  ShieldCheck,
  UsersRound,
  Workflow,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/lib/api/get-me.ts'
import { NavSection } from './NavSection.tsx'
import type { Nav } from './useNav.ts'

/** The designers, each with its address. */
const places = [
  { id: 'entities', to: '/design', icon: Shapes, exact: true },
  { id: 'diagram', to: '/design/diagram', icon: Workflow, exact: false },
  { id: 'choices', to: '/design/choices', icon: ListChecks, exact: false },
  { id: 'people', to: '/design/people', icon: UsersRound, exact: false },
  { id: 'roles', to: '/design/roles', icon: ShieldCheck, exact: false },
  { id: 'menus', to: '/design/menus', icon: PanelLeft, exact: false },
  { id: 'packages', to: '/design/packages', icon: Package, exact: false },
  { id: 'documents', to: '/design/documents', icon: Braces, exact: false },
  { id: 'history', to: '/design/history', icon: History, exact: false },
] as const

/** Leads designers to where the product is built; nobody else sees it. */
export function DesignNav({ nav, onNavigate }: { nav: Nav; onNavigate?: () => void }) {
  const { t } = useTranslation()
  const may = useMe().data?.permissions.includes('design') ?? false
  if (!may) return null
  return (
    <NavSection id="design" title={t('shell.build')} nav={nav}>
      {places.map(({ id, to, icon: Icon, exact }) => (
        <Link
          key={id}
          to={to}
          className="a-nav__item"
          activeOptions={{ exact }}
          activeProps={{ 'data-current': true }}
          onClick={onNavigate}
        >
          <Icon size={16} aria-hidden="true" />
          <span className="truncate">{t(`shell.design.${id}`)}</span>
        </Link>
      ))}
    </NavSection>
  )
}
