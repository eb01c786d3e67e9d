import { SelectProperty } from '../../core/Property.tsx'
import { useWords } from '../../core/useBench.ts'
import { gradeNames } from './choices.ts'
import { FieldNames } from './ScopeEditor.tsx'
import { type FieldSetKind, fieldSetFrom, fieldSetOf } from './scope.ts'
import type { RuleChoices } from './useRuleWords.ts'

interface FieldSetProps {
  label: string
  set: unknown
  choices: RuleChoices
  /** What no set stands for. */
  none: string
  onChange: (set: unknown) => void
}

/** Which fields: none, all, only some, or all but some, up to a grade. */
export function FieldSetEditor({ label, set, choices, none, onChange }: FieldSetProps) {
  const { t } = useWords()
  const { kind, names, grade } = fieldSetOf(set)
  const kinds: readonly FieldSetKind[] = ['none', 'all', 'only', 'except']
  return (
    <>
      <SelectProperty
        label={label}
        value={kind}
        choices={kinds.map((value) => ({
          value,
          label: value === 'none' ? none : t(`design.access.rules.fieldSet.${value}`),
        }))}
        onChange={(next) => next && onChange(fieldSetFrom(next as FieldSetKind, names, grade))}
      />
      {(kind === 'only' || kind === 'except') && (
        <FieldNames
          label={t(`design.access.rules.fieldSet.${kind}Which`)}
          value={names}
          choices={choices}
          onChange={(next) => onChange(fieldSetFrom(kind, next, grade))}
        />
      )}
      {(kind === 'all' || kind === 'except') && (
        <SelectProperty
          label={t('design.access.rules.prop.grade')}
          value={grade || 'internal'}
          choices={choices.named(gradeNames, 'access.rules.grade')}
          onChange={(next) => onChange(fieldSetFrom(kind, names, next === 'internal' ? '' : (next ?? '')))}
        />
      )}
    </>
  )
}
