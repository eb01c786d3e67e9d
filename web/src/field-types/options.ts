import type { Field, Option } from '@mortise/sdk'

/** The option that a value stands for; a value no longer offered stands for itself. */
export function optionOf(field: Field, value: unknown): Option {
  const text = String(value)
  return field.options?.find((option) => option.value === text) ?? { value: text, title: text }
}

/** A list value as texts, whatever came. */
export function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}
