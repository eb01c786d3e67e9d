import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Fold } from './useFold.ts'

interface SectionTitleProps {
  id?: string
  /** It stands under the name of its tab. */
  below: boolean
  fold: Fold | undefined
  children: ReactNode
}

/** The title of a section; of one that can be closed, the button that does, and what waits in it. */
export function SectionTitle({ id, below, fold, children }: SectionTitleProps) {
  const { t } = useTranslation()
  const Heading = below ? 'h3' : 'h2'
  if (!fold)
    return (
      <Heading id={id} className="truncate">
        {children}
      </Heading>
    )
  const { closed, problems, changes } = fold
  const Chevron = closed ? ChevronRight : ChevronDown
  return (
    <div className="r-fold">
      <Heading id={id}>
        <button type="button" aria-expanded={!closed} aria-controls={fold.panel} onClick={fold.toggle}>
          <Chevron size={14} aria-hidden="true" />
          <span className="truncate">{children}</span>
        </button>
      </Heading>
      {closed && problems > 0 && (
        <span className="r-fold__problems">{t('record.problems', { count: problems })}</span>
      )}
      {closed && problems === 0 && changes > 0 && (
        <span className="r-fold__changes">{t('record.unsaved', { count: changes })}</span>
      )}
    </div>
  )
}
