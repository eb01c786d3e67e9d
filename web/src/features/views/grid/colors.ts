import type { View, WireRecord } from '@mortise/sdk'
import { type ColorName, colorName } from '@/components/colors.ts'
import { evaluate, type Unknown, unknown } from '@/lib/condition/evaluate.ts'
import { fieldsOf } from '@/lib/condition/fields.ts'
import { isRedacted, relatedId } from '@/lib/definition.ts'

/** The fields that the colours of a view look at. */
export function colorFields(view: View): string[] {
  return [...new Set((view.colors ?? []).flatMap((rule) => [...fieldsOf(rule.when.tree)]))]
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => relatedId(part) ?? part)
  return relatedId(value) ?? value
}

/** The colour of a record: that of the first rule that holds. What cannot be told here colours nothing. */
export function colorOf(view: View, record: WireRecord, now: string): ColorName | undefined {
  const source = {
    value: (name: string) => (isRedacted(record, name) || !(name in record) ? unknown : plain(record[name])),
    related: (): Unknown => unknown,
    now,
  }
  const rule = view.colors?.find(({ when }) => when.tree && evaluate(when.tree, source) === true)
  return rule && colorName(rule.color)
}

/** The colours of records of a view, each told once; undefined for a view without rules. */
export function colorsOf(view: View): ((record: WireRecord) => ColorName | undefined) | undefined {
  if (!view.colors?.length) return undefined
  const now = new Date().toISOString()
  const told = new WeakMap<WireRecord, ColorName | undefined>()
  return (record) => {
    if (!told.has(record)) told.set(record, colorOf(view, record, now))
    return told.get(record)
  }
}
