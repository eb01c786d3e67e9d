import { type Doc, listAt, withMembers } from '../core/document.ts'
import { placed } from '../core/placed.ts'

/** The lists of rules that an entity has. */
export const ruleKinds = ['x-validations', 'x-duplicates', 'x-unique'] as const

/** One of them. */
export type RuleKind = (typeof ruleKinds)[number]

/** The rules of a kind. */
export function rulesOf(entity: Doc | undefined, kind: RuleKind): readonly Doc[] {
  return listAt<Doc>(entity, kind)
}

function withRules(entity: Doc, kind: RuleKind, rules: readonly Doc[]): Doc {
  return withMembers(entity, { [kind]: rules.length > 0 ? rules : undefined })
}

/** The entity with one more rule of a kind, about the fields that are given. */
export function addRule(entity: Doc, kind: RuleKind, fields: readonly string[]): Doc {
  const fresh: { [kind in RuleKind]: Doc } = {
    'x-validations': { require: fields },
    'x-duplicates': { match: fields },
    'x-unique': { fields },
  }
  return withRules(entity, kind, [...rulesOf(entity, kind), fresh[kind]])
}

/** The entity with members of a rule set; undefined ones are taken away. */
export function setRule(
  entity: Doc,
  kind: RuleKind,
  at: number,
  members: { [member: string]: unknown },
): Doc {
  return withRules(
    entity,
    kind,
    rulesOf(entity, kind).map((rule, nth) => (nth === at ? withMembers(rule, members) : rule)),
  )
}

/** The entity without a rule. */
export function removeRule(entity: Doc, kind: RuleKind, at: number): Doc {
  return withRules(
    entity,
    kind,
    rulesOf(entity, kind).filter((_, nth) => nth !== at),
  )
}

/** The entity with a rule at another place. */
export function moveRule(entity: Doc, kind: RuleKind, from: number, to: number): Doc {
  return withRules(entity, kind, placed(rulesOf(entity, kind), from, to))
}
