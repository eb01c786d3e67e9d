import { Problem } from '@mortise/sdk'
import { Link, type LinkProps } from '@tanstack/react-router'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Popover } from '@/components/Popover.tsx'
import { type Key, kindOf, nameOf, textAt } from '../core/document.ts'
import { placeOf } from '../core/place.ts'
import { titleIn } from '../core/title.ts'
import { useBench, useSaving } from '../core/useBench.ts'
import { type Finding, findingsOf, useProblems } from '../core/useProblems.ts'

/** What was refused when it was saved, and what a check of the draft finds. */
function useFindings(): readonly Finding[] {
  const { list = [] } = useProblems()
  const { troubles } = useSaving()
  const refused = [...troubles].flatMap(([key, { error }]): Finding[] => {
    const found = error instanceof Problem ? findingsOf(error) : []
    const message = error instanceof Error ? error.message : String(error)
    return found.length > 0
      ? found.map((one) => ({ ...one, key }))
      : [{ key, pointer: '', message, code: 'refused' }]
  })
  return [...refused, ...list]
}

/** All that is wrong with the draft; each entry leads to its place. */
export function ProblemsMenu() {
  const { t } = useTranslation()
  const found = useFindings()
  const label = t('design.frame.problems', { count: found.length })
  return (
    <Popover
      label={label}
      align="end"
      width={380}
      trigger={(props) => (
        <button
          type="button"
          className="m-button m-button--ghost b-problems"
          data-tone={found.length > 0 ? 'problem' : undefined}
          aria-label={label}
          title={label}
          {...props}
        >
          {found.length > 0 ? <CircleAlert size={15} /> : <CircleCheck size={15} />}
          {found.length > 0 && <span>{found.length}</span>}
        </button>
      )}
    >
      {(close) =>
        found.length === 0 ? (
          <p className="b-pop-text">{t('design.frame.noProblems')}</p>
        ) : (
          <FindingList found={found} onFollow={close} />
        )
      }
    </Popover>
  )
}

/** Problems by document, each a way to its place. */
export function FindingList({ found, onFollow }: { found: readonly Finding[]; onFollow: () => void }) {
  const { documents } = useBench()
  return (
    <ul className="b-findings">
      {found.slice(0, 200).map((one, at) => {
        const place =
          one.key && placeOf(one.key, one.pointer, textAt(documents.get(one.key), 'entity') || undefined)
        const text = <FindingText key={one.key} finding={one} />
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place can have two problems of one kind
          <li key={`${one.key}${one.pointer}${one.code}${at}`}>
            {place ? (
              <Link {...(place as LinkProps)} className="b-finding" onClick={onFollow}>
                {text}
              </Link>
            ) : (
              <span className="b-finding">{text}</span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function FindingText({ finding }: { finding: Finding }) {
  const { t } = useTranslation()
  const where = useWhere()
  return (
    <>
      <strong>{finding.key ? where(finding.key, finding.pointer) : t('design.frame.wholeDraft')}</strong>
      <span>{finding.message}</span>
    </>
  )
}

/** A place of a document in words: its title, and the field or other part. */
export function useWhere(): (key: Key, pointer: string) => string {
  const { t, i18n } = useTranslation()
  const { documents } = useBench()
  return (key, pointer) => {
    const doc = documents.get(key)
    const title = titleIn(doc?.title, i18n.language) || nameOf(key)
    const field = /^\/properties\/([^/]+)/.exec(pointer)?.[1]
    const properties = doc?.properties as { [name: string]: { title?: unknown } } | undefined
    const part = field && (titleIn(properties?.[field]?.title, i18n.language) || field)
    return `${t(`design.core.kind.${kindOf(key)}`)} ${title}${part ? ` › ${part}` : ''}`
  }
}
