import type { Entity } from '@mortise/sdk'
import { Link, useParams } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { initialOf } from '@/components/colors.ts'
import { EntityIcon } from '@/components/EntityIcon.tsx'
import { modKey } from '@/components/useShortcut.ts'
import { useDescription } from '@/lib/api/get-description.ts'
import { useMe } from '@/lib/api/get-me.ts'
import { formatNumber } from '@/lib/format.ts'
import { useLanguage } from '@/lib/i18n/index.ts'
import { UserMenu } from './UserMenu.tsx'
import { useEntityCount } from './useEntityCount.ts'

interface SidebarProps {
  onFind: () => void
  onNavigate?: () => void
}

/** Where one can go: the entities that the caller may read, but those that are met beside others only. */
export function Sidebar({ onFind, onNavigate }: SidebarProps) {
  const { t } = useTranslation()
  const workspace = useMe().data?.workspace
  const title = workspace?.title || workspace?.name || 'Mortise'
  const readable = (useDescription().data?.entities ?? []).filter(
    (entity) => entity.menu !== false && entity.actions.includes('read'),
  )
  const own = readable.filter((entity) => entity.package !== 'core')
  const core = readable.filter((entity) => entity.package === 'core')
  return (
    <aside className="a-side">
      <div className="a-workspace">
        <span className="a-workspace__tile" aria-hidden="true">
          {initialOf(title)}
        </span>
        <span className="truncate">{title}</span>
      </div>
      <button type="button" className="a-find" onClick={onFind}>
        <Search size={14} aria-hidden="true" />
        {t('palette.title')}
        <kbd className="m-kbd" aria-hidden="true">
          {modKey}K
        </kbd>
      </button>
      <nav className="a-side__scroll" aria-label={t('shell.nav')}>
        <Section title={t('shell.records')} entities={own} onNavigate={onNavigate} />
        <Section title={t('shell.organisation')} entities={core} onNavigate={onNavigate} />
      </nav>
      <UserMenu />
    </aside>
  )
}

interface SectionProps {
  title: string
  entities: Entity[]
  onNavigate?: () => void
}

function Section({ title, entities, onNavigate }: SectionProps) {
  if (entities.length === 0) return null
  return (
    <>
      <h2 className="a-nav__title">{title}</h2>
      <ul>
        {entities.map((entity) => (
          <li key={entity.name}>
            <EntityLink entity={entity} onNavigate={onNavigate} />
          </li>
        ))}
      </ul>
    </>
  )
}

function EntityLink({ entity, onNavigate }: { entity: Entity; onNavigate?: () => void }) {
  const current = useParams({ strict: false }).entity === entity.name
  const count = useEntityCount(entity.name)
  const language = useLanguage()
  return (
    <Link
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
