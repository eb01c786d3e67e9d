import type { GuidePage } from '@mortise/sdk'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import Markdown from '@/field-types/markdown/Markdown.tsx'
import { MarkdownParts, type Parts } from '@/field-types/markdown/parts.ts'
import { OutLink } from '@/field-types/OutLink.tsx'
import { client } from '@/lib/api/client.ts'
import { pageOfLink } from './guide.ts'
import { PictureDialog, type Shown } from './PictureDialog.tsx'

/** The links and pictures of a page lead to, and are of, the same guide. */
function partsOf(page: GuidePage, enlarge: (shown: Shown) => void): Parts {
  const of = page.package
  return {
    flows: true,
    Link: ({ href, children }) => {
      const name = pageOfLink(href)
      if (name === undefined)
        return (
          <OutLink href={href} place="record">
            {children}
          </OutLink>
        )
      return (
        <Link to="/guide/$package/$page" params={{ package: of, page: name }}>
          {children}
        </Link>
      )
    },
    Picture: ({ name, words }) => (
      <Picture
        shown={{ src: client.guides.pictureAddress(of, name, page.language), words }}
        enlarge={enlarge}
      />
    ),
  }
}

function Picture({ shown, enlarge }: { shown: Shown; enlarge: (shown: Shown) => void }) {
  const { t } = useTranslation()
  const words = shown.words || t('guide.picture')
  return (
    <figure className="g-picture">
      <button type="button" aria-label={t('guide.enlarge', { words })} onClick={() => enlarge(shown)}>
        <img src={shown.src} alt={words} loading="lazy" decoding="async" />
      </button>
      {shown.words && <figcaption>{shown.words}</figcaption>}
    </figure>
  )
}

/** The text of a page, with its pictures. */
export function GuideText({ page }: { page: GuidePage }) {
  const [shown, setShown] = useState<Shown>()
  const parts = useMemo(() => partsOf(page, setShown), [page])
  return (
    <>
      <MarkdownParts value={parts}>
        <Markdown text={page.text} top={2} />
      </MarkdownParts>
      {shown && <PictureDialog {...shown} onClose={() => setShown(undefined)} />}
    </>
  )
}
