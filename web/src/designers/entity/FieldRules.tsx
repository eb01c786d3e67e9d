import { ConditionProperty } from '../core/condition/ConditionProperty.tsx'
import { type Doc, textAt } from '../core/document.ts'
import { ExpressionProperty } from '../core/expression/ExpressionProperty.tsx'
import { knows } from '../core/types.ts'
import { useWords } from '../core/useBench.ts'
import type { SetMember } from './FieldPanel.tsx'

const conditions = ['x-visible', 'x-required', 'x-read-only'] as const
const values = ['x-default', 'x-autofill'] as const

interface FieldRulesProps {
  entity: string
  name: string
  doc: Doc
  set: SetMember
}

/** When a field is shown, required or read-only, and what fills it by itself. */
export function FieldRules({ entity, name, doc, set }: FieldRulesProps) {
  const { t } = useWords()
  const type = textAt(doc, 'x-field')
  const shared = (member: (typeof conditions | typeof values)[number]) => ({
    label: t(`design.entity.prop.${member}`),
    hint: t(`design.entity.hint.${member}`),
    entity,
    field: name,
    value: textAt(doc, member),
    onChange: (value: string) => set(member, value || undefined, true),
  })
  return (
    <>
      {conditions.map(
        (member) => knows(type, member) && <ConditionProperty key={member} {...shared(member)} />,
      )}
      {values.map(
        (member) =>
          knows(type, member) && (
            <ExpressionProperty key={member} use="default" type={type} {...shared(member)} />
          ),
      )}
    </>
  )
}
