import { Link } from '@tanstack/react-router'
import { Bell, KeySquare, Languages, ListChecks, ShieldCheck, Star, UserRound } from 'lucide-react'
import { type ComponentType, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/components/PageHeader.tsx'
import { useCurrentInSight } from '@/components/useCurrentInSight.ts'
import { AppearanceSection } from './AppearanceSection.tsx'
import { NotificationSection } from './NotificationSection.tsx'
import { ProfileSection } from './ProfileSection.tsx'
import { SavedSection } from './SavedSection.tsx'
import { SecuritySection } from './SecuritySection.tsx'
import { type SectionName, sectionNames } from './sections.ts'
import { TokensSection } from './TokensSection.tsx'
import './me.css'

const parts = {
  profile: { Icon: UserRound, Section: ProfileSection },
  appearance: { Icon: Languages, Section: AppearanceSection },
  security: { Icon: ShieldCheck, Section: SecuritySection },
  tokens: { Icon: KeySquare, Section: TokensSection },
  notifications: { Icon: Bell, Section: NotificationSection },
  saved: { Icon: Star, Section: SavedSection },
}

/** The user's own account, one part at a time. */
export function MePage({ section, Jobs }: { section: SectionName; Jobs: ComponentType }) {
  const { t } = useTranslation()
  const all = { ...parts, jobs: { Icon: ListChecks, Section: Jobs } }
  const { Section } = all[section]
  const nav = useRef<HTMLElement>(null)
  useCurrentInSight(nav, section)
  return (
    <main className="a-page" aria-label={t(`me.${section}`)}>
      <PageHeader>
        <h1>{t('me.title')}</h1>
      </PageHeader>
      <div className="e-page">
        <nav ref={nav} className="e-nav" aria-label={t('me.title')}>
          {sectionNames.map((name) => {
            const { Icon } = all[name]
            return (
              <Link key={name} className="a-nav__item" to="/me/$section" params={{ section: name }}>
                <Icon size={15} aria-hidden="true" />
                {t(`me.${name}`)}
              </Link>
            )
          })}
        </nav>
        <div className="e-scroll">
          <div className="e-body">
            <h2>{t(`me.${section}`)}</h2>
            <Section />
          </div>
        </div>
      </div>
    </main>
  )
}
