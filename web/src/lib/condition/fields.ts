import type { ConditionValue } from '@mortise/sdk'

/** The names of the fields that a condition looks at in the record itself. */
export function fieldsOf(tree: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(tree)) for (const part of tree) fieldsOf(part, found)
  else if (typeof tree === 'object' && tree !== null) {
    const node = tree as ConditionValue
    if (node.is === 'field' && !node.var) found.add(String(node.name))
    for (const part of Object.values(node)) fieldsOf(part, found)
  }
  return found
}
