import type { AccessReason, Explanation } from '@mortise/sdk'

/** Kinds of reasons that refuse by themselves, the most telling first. */
const refusing = ['archived', 'restriction', 'quota', 'parent', 'read', 'channel', 'no_role']

/** What refuses an action, in one phrase: a rule that holds, or what a grant would ask for. */
export function shortReason(answer: Explanation): string | undefined {
  if (answer.allowed) return undefined
  for (const kind of refusing) {
    const found = answer.reasons.find((reason) => reason.kind === kind && reason.holds !== false)
    if (found) return found.text
  }
  for (const reason of answer.reasons) {
    if (reason.kind !== 'grant') continue
    const missing = reason.conditions?.find((condition) => condition.holds === false)
    if (missing) return missing.text
  }
  return answer.reasons[0]?.text
}

/** What has to happen besides an action, as it would be told. */
export function dutiesOf(answer: Explanation | undefined): AccessReason[] {
  return (answer?.reasons ?? []).filter((reason) => reason.kind === 'obligation' && reason.holds !== false)
}
