import { Link, useLocation, useParams } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Kind } from '../core/document.ts'
import { titleIn } from '../core/title.ts'
import { useDoc } from '../core/useBench.ts'

/** The pages below the first one, by the second part of their address. */
const areas: { [part: string]: { kind?: Kind; to?: string } } = {
  e: { kind: 'entity' },
  roles: { kind: 'role', to: '/design/roles' },
  packages: {},
  people: {},
  documents: {},
  history: {},
  menus: {},
  diagram: {},
  choices: {},
}

/** Where one is within the designers. */
export function Crumbs() {
  const { t } = useTranslation()
  const [, area = ''] = useLocation().pathname.split('/').filter(Boolean)
  const { kind, to } = areas[area] ?? {}
  return (
    <nav className="b-crumbs" aria-label={t('design.frame.where')}>
      {area === '' ? (
        <h1>{t('design.frame.title')}</h1>
      ) : (
        <Link to="/design" className="b-crumbs__up">
          {t('design.frame.title')}
        </Link>
      )}
      {area !== '' && area !== 'e' && <Area area={area} to={to} />}
      {kind && <Thing kind={kind} />}
    </nav>
  )
}

function Area({ area, to }: { area: string; to: string | undefined }) {
  const { t } = useTranslation()
  const { name } = useParams({ strict: false }) as { name?: string }
  const title = t(`design.frame.area.${area}`)
  return (
    <>
      <ChevronRight size={14} aria-hidden="true" />
      {name && to ? (
        <Link to={to} className="b-crumbs__up">
          {title}
        </Link>
      ) : (
        <h1>{title}</h1>
      )}
    </>
  )
}

function Thing({ kind }: { kind: Kind }) {
  const { i18n } = useTranslation()
  const { entity, name = entity } = useParams({ strict: false }) as { entity?: string; name?: string }
  const doc = useDoc(kind, name ?? '')
  if (!name) return null
  return (
    <>
      <ChevronRight size={14} aria-hidden="true" />
      <h1 className="truncate">{titleIn(doc?.title, i18n.language) || name}</h1>
    </>
  )
}
