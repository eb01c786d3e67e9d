import { useMemo } from 'react'
import { useConditionWords } from '../../core/condition/useConditionWords.ts'
import { type Doc, textAt } from '../../core/document.ts'
import { fieldsOf, fieldTitle } from '../../core/entity.ts'
import type { Choice } from '../../core/Property.tsx'
import { titleIn } from '../../core/title.ts'
import { useDocs, useWords } from '../../core/useBench.ts'
import { useRoles } from '../../core/useRoles.ts'
import type { RuleWords } from './sentence.ts'

/** What the things are called that rules of an entity name, and what can be chosen of them. */
export function useRuleWords(entity: Doc) {
  const { t, language } = useWords()
  const { roles } = useRoles()
  const pools = useDocs('pool')
  const condition = useConditionWords(textAt(entity, 'name'))
  return useMemo(() => {
    const words: RuleWords = {
      t: (key, values) => t(key, values ?? {}),
      role: (name) => roles.find((role) => role.name === name)?.title ?? name,
      field: (name) => fieldTitle(entity, name, language),
      condition,
    }
    const choice = (value: string, label: string): Choice => ({ value, label })
    return {
      words,
      roles: roles.map(({ name, title }) => choice(name, title)),
      fields: fieldsOf(entity).map(({ name }) => choice(name, fieldTitle(entity, name, language))),
      pools: pools.map(({ name, doc }) => choice(name, titleIn(doc.title, language) || name)),
      /** Choices of names that have texts of their own below "design." */
      named: (names: readonly string[], at: string) =>
        names.map((name) => choice(name, t(`design.${at}.${name}`, { defaultValue: name }))),
    }
  }, [t, language, roles, pools, entity, condition])
}

/** What rules of an entity are drawn with. */
export type RuleChoices = ReturnType<typeof useRuleWords>
