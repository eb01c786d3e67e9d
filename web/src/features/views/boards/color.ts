import type { View, WireRecord } from '@mortise/sdk'
import { evaluate, type Source, unknown } from '@/lib/condition/evaluate.ts'
import { relatedId } from '@/lib/definition.ts'

/** The colour that the rules of a view give a record: of those that hold the first. */
export function colorOf(view: View, record: WireRecord): string | undefined {
  if (!view.colors) return undefined
  const source: Source = {
    value: (field) => {
      if (!(field in record) || record._meta?.redacted?.includes(field)) return unknown
      const value = record[field]
      return typeof value === 'object' && !Array.isArray(value) ? relatedId(value) : value
    },
    related: () => unknown,
    now: new Date().toISOString(),
  }
  const rule = view.colors.find(({ when }) => when.tree && evaluate(when.tree, source) === true)
  return rule?.color
}
