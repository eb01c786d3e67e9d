import type { GuideEntry } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, ArrowRight, RotateCw, ServerCrash } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { Notice, Skeleton } from '@/components/Notice.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { useTitle } from '@/lib/useTitle.ts'
import { GuideNav } from './GuideNav.tsx'
import { GuideText } from './GuideText.tsx'
import { besides } from './guide.ts'
import { useGuidePage, useGuides } from './queries.ts'
import './guide.css'

interface GuidePageProps {
  /** The package that the guide is of. */
  of: string
  /** A page; the first when it is not given. */
  page?: string
  /** What stands where there is no such guide or page. */
  missing: ReactNode
}

/** One page of the guide of a package, and the way to the others. */
export default function GuidePage({ of, page, missing }: GuidePageProps) {
  const { t } = useTranslation()
  const guides = useGuides()
  const guide = guides.data?.find(({ name }) => name === of)
  const name = page ?? guide?.pages[0]?.name
  const found = useGuidePage(of, name)
  useTitle(found.data?.title ?? guide?.title)
  if ((guides.data && !guide) || found.data === null) return missing
  const failed = guides.isError || found.isError
  const again = () => void Promise.all([guides.refetch(), found.refetch()])
  return (
    <main className="a-page" aria-label={guide?.title}>
      <PageHeader>
        <h1>{guide?.title ?? t('guide.title')}</h1>
      </PageHeader>
      {failed ? (
        <Notice
          alert
          icon={<ServerCrash size={20} />}
          title={t('failed.title')}
          actions={
            <Button icon={<RotateCw size={14} />} onClick={again}>
              {t('action.retry')}
            </Button>
          }
        />
      ) : (
        <div className="g-page">
          {guides.data && name && <GuideNav guides={guides.data} of={of} page={name} />}
          {/* Another page begins at its top. */}
          <div className="g-scroll" key={name}>
            {found.data && guide ? (
              <article className="g-body" lang={found.data.language}>
                <h2>{found.data.title}</h2>
                <GuideText page={found.data} />
                <Steps of={of} {...besides(guide.pages, found.data.name)} />
              </article>
            ) : (
              <Waiting />
            )}
          </div>
        </div>
      )}
    </main>
  )
}

function Steps({ of, before, after }: { of: string; before?: GuideEntry; after?: GuideEntry }) {
  const { t } = useTranslation()
  if (!before && !after) return null
  return (
    <nav className="g-steps" aria-label={t('guide.step')}>
      {before && (
        <Link rel="prev" to="/guide/$package/$page" params={{ package: of, page: before.name }}>
          <ArrowLeft size={14} aria-hidden="true" />
          <span>
            <small>{t('guide.previous')}</small>
            {before.title}
          </span>
        </Link>
      )}
      {after && (
        <Link
          className="g-steps__next"
          rel="next"
          to="/guide/$package/$page"
          params={{ package: of, page: after.name }}
        >
          <span>
            <small>{t('guide.next')}</small>
            {after.title}
          </span>
          <ArrowRight size={14} aria-hidden="true" />
        </Link>
      )}
    </nav>
  )
}

function Waiting() {
  return (
    <div className="g-body g-body--waiting">
      <Skeleton width="40%" height={22} />
      <Skeleton width="90%" />
      <Skeleton width="80%" />
      <Skeleton width="85%" />
    </div>
  )
}
