import { Link } from '@tanstack/react-router'
import { BookOpen, FileText } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { hintsOf } from './guide.ts'
import { useGuides } from './queries.ts'
import './hints.css'

interface GuideHintsProps {
  /** An entity, or home. */
  place: string | undefined
  onFollow: () => void
}

/** The pages of guides that are about a place, and the way to the whole of each guide; nothing without guides. */
export function GuideHints({ place, onFollow }: GuideHintsProps) {
  const { t } = useTranslation()
  const guides = useGuides().data ?? []
  if (guides.length === 0) return null
  return (
    <section className="g-hints" aria-labelledby="g-hints">
      <h3 id="g-hints">{t('guide.title')}</h3>
      <ul>
        {hintsOf(guides, place).map(({ guide, page }) => (
          <li key={`${guide.name}/${page.name}`}>
            <Link
              to="/guide/$package/$page"
              params={{ package: guide.name, page: page.name }}
              lang={guide.language}
              onClick={onFollow}
            >
              <FileText size={14} aria-hidden="true" />
              {page.title}
            </Link>
          </li>
        ))}
        {guides.map((guide) => (
          <li key={guide.name}>
            <Link to="/guide/$package" params={{ package: guide.name }} onClick={onFollow}>
              <BookOpen size={14} aria-hidden="true" />
              {t('guide.whole', { title: guide.title })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
