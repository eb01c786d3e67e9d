import { type Doc, textAt } from '../core/document.ts'
import { TextProperty } from '../core/Property.tsx'
import { knows } from '../core/types.ts'
import { useWords } from '../core/useBench.ts'
import type { SetMember } from './FieldPanel.tsx'

const rules = ['x-visible', 'x-required', 'x-read-only', 'x-default', 'x-autofill'] as const

interface FieldRulesProps {
  entity: string
  doc: Doc
  set: SetMember
}

/** When a field is shown, required or read-only, and what fills it by itself. */
export function FieldRules({ doc, set }: FieldRulesProps) {
  const { t } = useWords()
  const type = textAt(doc, 'x-field')
  return rules.map(
    (member) =>
      knows(type, member) && (
        <TextProperty
          key={member}
          mono
          long
          label={t(`design.entity.prop.${member}`)}
          hint={t(`design.entity.hint.${member}`)}
          value={textAt(doc, member)}
          onChange={(value) => set(member, value || undefined, true)}
        />
      ),
  )
}
