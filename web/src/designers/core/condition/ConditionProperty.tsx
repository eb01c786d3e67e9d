import { lazy, type ReactNode, Suspense, useId, useMemo, useState } from 'react'
import { Skeleton } from '@/components/Notice.tsx'
import { filterExpression } from '@/features/views/filter/expression.ts'
import type { Group } from '@/features/views/filter/filter.ts'
import { readFilter } from '@/features/views/filter/readFilter.ts'
import { FilterDescription } from '@/features/views/filter/useFilterDescription.ts'
import { findEntity } from '@/lib/api/get-description.ts'
import { ExpressionProperty } from '../expression/ExpressionProperty.tsx'
import { useWords } from '../useBench.ts'
import './condition.css'
import { useDrawnEntities } from './useDrawnEntities.ts'

const Sentence = lazy(() => import('./Sentence.tsx'))

export interface ConditionPropertyProps {
  label: string
  /** The entity whose records it is about. */
  entity: string
  /** An Expr text; empty for none. */
  value: string
  onChange: (value: string) => void
  hint?: string
  /** The field that it is of, if any. */
  field?: string
  /** Whether it is asked in the database, where less is possible than in a form. */
  use?: 'condition' | 'filter'
}

/** When something is so: a sentence of conditions, or the text of an expression that says more than one can. */
export function ConditionProperty({ use = 'condition', ...props }: ConditionPropertyProps) {
  const { t } = useWords()
  const [asText, setAsText] = useState(false)
  const { entity, value } = props
  const known = useDrawnEntities()
  const subject = findEntity(known, entity)
  const read = useMemo(
    () => (subject ? readFilter(subject, value, known) : undefined),
    [subject, value, known],
  )
  const [drawn, setDrawn] = useDrawn(value, read)
  if (!subject || !read || asText)
    return (
      <div className="b-condition">
        <ExpressionProperty use={use} {...props} />
        {read ? (
          <button type="button" className="b-condition__switch" onClick={() => setAsText(false)}>
            {t('design.core.condition.asSentence')}
          </button>
        ) : (
          subject && <p className="b-prop__hint">{t('design.core.condition.byHand')}</p>
        )}
      </div>
    )
  const change = (next: Group) => {
    const text = filterExpression(subject, next, known) ?? ''
    setDrawn(next, text)
    if (text !== value) props.onChange(text)
  }
  return (
    <FilterDescription value={known}>
      <ConditionFrame label={props.label} hint={props.hint}>
        <Suspense fallback={<Skeleton width="100%" height={28} />}>
          <Sentence entity={subject} group={drawn ?? read} onChange={change} />
        </Suspense>
        <button type="button" className="b-condition__switch" onClick={() => setAsText(true)}>
          {t('design.core.condition.asText')}
        </button>
      </ConditionFrame>
    </FilterDescription>
  )
}

/**
 * The sentence as it is being written: conditions that do not say enough yet are no part of the text. It
 * holds as long as the text is the one that came of it.
 */
function useDrawn(value: string, read: Group | undefined) {
  const [drawn, setDrawn] = useState<{ group: Group; text: string }>()
  const current = drawn && read && drawn.text === value ? drawn.group : undefined
  return [current, (group: Group, text: string) => setDrawn({ group, text })] as const
}

interface FrameProps {
  label: string
  hint?: string
  children: ReactNode
}

function ConditionFrame({ label, hint, children }: FrameProps) {
  const id = useId()
  return (
    <div className="b-prop b-condition" role="group" aria-labelledby={id}>
      <span id={id} className="b-prop__label">
        {label}
      </span>
      <div className="b-sentence">{children}</div>
      {hint && <p className="b-prop__hint">{hint}</p>}
    </div>
  )
}
