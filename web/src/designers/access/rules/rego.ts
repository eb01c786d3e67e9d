import type { PolicyRule } from '@mortise/sdk'
import { type Key, type Kind, keyOf } from '../../core/document.ts'

/** What of a policy is made from one document. */
export interface RegoPart {
  key: Key
  title: string
  text: string
}

/** A module by the documents that it is made from: all of one document stand together, in the order of the module. */
export function partsOf(module: string, rules: readonly PolicyRule[]): readonly RegoPart[] {
  const lines = module.split('\n')
  const parts = new Map<Key, RegoPart>()
  for (const { kind, name, title, line_from: from, line_to: to } of rules) {
    const key = keyOf(kind as Kind, name)
    const text = lines
      .slice(from - 1, to)
      .join('\n')
      .trim()
    const before = parts.get(key)
    parts.set(key, { key, title: title || name, text: before ? `${before.text}\n\n${text}` : text })
  }
  return [...parts.values()]
}
