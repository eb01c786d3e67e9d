import type { Guide } from '@mortise/sdk'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useNarrow } from '@/lib/useNarrow.ts'

interface GuideNavProps {
  guides: readonly Guide[]
  /** The guide and the page that are open. */
  of: string
  page: string
}

/** The pages of all guides: a list beside the text, or above it, on a phone, a field to choose from. */
export function GuideNav(props: GuideNavProps) {
  return useNarrow() ? <Choice {...props} /> : <List {...props} />
}

function List({ guides, of, page }: GuideNavProps) {
  const { t } = useTranslation()
  return (
    <nav className="g-nav" aria-label={t('guide.pages')}>
      {guides.map((guide) => (
        <section key={guide.name} lang={guide.language} aria-label={guide.title}>
          {guides.length > 1 && <h2>{guide.title}</h2>}
          {guide.pages.map(({ name, title }) => (
            <Link
              key={name}
              className="a-nav__item"
              to="/guide/$package/$page"
              params={{ package: guide.name, page: name }}
              {...(guide.name === of && name === page ? { 'aria-current': 'page' } : {})}
            >
              {title}
            </Link>
          ))}
        </section>
      ))}
    </nav>
  )
}

function Choice({ guides, of, page }: GuideNavProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const go = (value: string) => {
    const [name = '', chosen = ''] = value.split('/')
    void navigate({ to: '/guide/$package/$page', params: { package: name, page: chosen } })
  }
  return (
    <nav className="g-choice" aria-label={t('guide.pages')}>
      <select
        aria-label={t('guide.pages')}
        value={`${of}/${page}`}
        onChange={(event) => go(event.target.value)}
      >
        {guides.map((guide) => (
          <optgroup key={guide.name} label={guide.title}>
            {guide.pages.map(({ name, title }) => (
              <option key={name} value={`${guide.name}/${name}`}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </nav>
  )
}
