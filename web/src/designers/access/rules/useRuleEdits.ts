import { useMemo } from 'react'
import { announce } from '../../core/announce.tsx'
import { type Doc, type Key, keyOf, kindOf } from '../../core/document.ts'
import { titleIn } from '../../core/title.ts'
import { useWords, useWorkbench } from '../../core/useBench.ts'
import { useRoles } from '../../core/useRoles.ts'
import { freeName, newRule, type RuleKind } from './commands.ts'

/** Adds and removes rules of an entity, each as a step with a name. */
export function useRuleEdits(entity: string, doc: Doc | undefined) {
  const bench = useWorkbench()
  const { t, language } = useWords()
  const { roles } = useRoles()
  return useMemo(
    () => ({
      /** Adds a rule that gives nobody anything yet, and gives its key. */
      add: (kind: RuleKind): Key => {
        const name = freeName(entity, kind, (one) => bench.get(keyOf(kind, one)) !== undefined)
        const title = t(`design.core.kind.${kind}`)
        const names = roles.map((role) => role.name)
        const key = keyOf(kind, name)
        bench.do({
          label: t('design.access.rules.did.add', { rule: title }),
          changes: { [key]: newRule(kind, doc ?? {}, name, names, title) },
        })
        announce(t('design.access.rules.added', { rule: title }))
        return key
      },
      remove: (key: Key) => {
        const rule = titleIn(bench.get(key)?.title, language) || t(`design.core.kind.${kindOf(key)}`)
        bench.do({ label: t('design.access.rules.did.remove', { rule }), changes: { [key]: undefined } })
        announce(t('design.access.rules.removed', { rule }))
      },
    }),
    [bench, t, language, roles, entity, doc],
  )
}

/** What is done to rules. */
export type RuleEdits = ReturnType<typeof useRuleEdits>
