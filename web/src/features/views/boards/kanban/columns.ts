import type { Aggregated, AggregateRow, Field } from '@mortise/sdk'
import { relatedId } from '@/lib/definition.ts'
import { quoted } from '../scope.ts'

/** A record that may stand at the head of a column. */
export interface Named {
  id: string
  label: string
}

/** One column of a board. */
export interface BoardColumn {
  key: string
  /** What the field is set to when a card is moved here. */
  value: string | boolean | null
  /** The same as a list's cell has it. */
  cell: unknown
  title: string
  color?: string
  /** The records of the column. */
  filter: string
  /** What the server counted; null while it is not known. */
  row: AggregateRow | null
  count: number | null
}

/** Words for what has no name of its own. */
export interface Words {
  empty: string
  yes: string
  no: string
}

/** The column that a value belongs to. */
export function columnKey(value: unknown): string {
  if (typeof value === 'boolean') return String(value)
  return relatedId(value) ?? ''
}

function filterOf(field: Field, value: string | boolean | null): string {
  if (value === null) return `${field.name} == nil`
  return `${field.name} == ${typeof value === 'string' ? quoted(value) : value}`
}

/** The columns of a board by a field: its options, the related records, or yes and no; then those without a value. */
export function boardColumns(
  field: Field,
  counted: Aggregated | undefined,
  related: Named[],
  words: Words,
): BoardColumn[] {
  const rows = new Map((counted?.data ?? []).map((row) => [columnKey(row[field.name]), row]))
  const column = (value: string | boolean | null, title: string, color?: string, cell: unknown = value) => {
    const key = columnKey(value)
    const row = rows.get(key) ?? null
    const count = row ? Number(row.n) : counted ? 0 : null
    return { key, value, cell, title, color, filter: filterOf(field, value), row, count }
  }
  const empty = column(null, words.empty)
  const last = (empty.count ?? 0) > 0 || !field.required ? [empty] : []
  if (field.type === 'boolean') return [column(true, words.yes), column(false, words.no), ...last]
  if (field.options) {
    const shown = field.options.filter((option) => !option.archived || rows.has(option.value))
    return [...shown.map((option) => column(option.value, option.title, option.color)), ...last]
  }
  const labels = counted?.labels?.[field.name] ?? {}
  const names = new Map(related.map((one) => [one.id, one.label]))
  for (const key of rows.keys()) if (key && !names.has(key)) names.set(key, labels[key] ?? key.slice(0, 8))
  return [...[...names].map(([id, label]) => column(id, label, undefined, { id, label })), ...last]
}
