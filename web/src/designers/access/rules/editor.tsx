import type { ReactNode } from 'react'
import type { Doc } from '../../core/document.ts'
import { NumberProperty } from '../../core/Property.tsx'
import { useWords } from '../../core/useBench.ts'
import type { RuleChoices } from './useRuleWords.ts'

/** What the editor of a kind of rule is drawn with. */
export interface EditorProps {
  entity: Doc
  rule: Doc
  choices: RuleChoices
  /** Changes the rule; run joins changes that follow each other, such as typing. */
  change: (change: (rule: Doc) => Doc, run?: string) => void
}

/** A place in the panel that links to a member of the rule lead to. */
export function Member({ name, children }: { name: string; children: ReactNode }) {
  return <div data-member={name}>{children}</div>
}

interface LimitProps {
  name: string
  value: unknown
  min?: number
  max: number
  onChange: (value: number | undefined) => void
}

/** A limit that is not there when it is empty. */
export function Limit({ name, value, min = 0, max, onChange }: LimitProps) {
  const { t } = useWords()
  return (
    <NumberProperty
      label={t(`design.access.rules.prop.${name}`)}
      hint={t(`design.access.rules.hint.${name}`, { defaultValue: '' }) || undefined}
      min={min}
      max={max}
      value={typeof value === 'number' ? value : undefined}
      onChange={(next) => onChange(next === undefined ? undefined : Math.round(next))}
    />
  )
}

/** Properties that not everybody needs. */
export function Group({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details className="b-access-rule-group" open={open}>
      <summary>{title}</summary>
      <div className="b-access-rule-group__body">{children}</div>
    </details>
  )
}
