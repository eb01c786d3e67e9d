import type { ColumnAggregate, Entity, Field, View, ViewColumn } from '@mortise/sdk'
import { typeOf } from '@/field-types/registry.ts'
import { fieldOf } from '@/lib/definition.ts'

/** A column as it is drawn. */
export interface Column {
  field: Field
  width: number
  pinned: boolean
  aggregate?: ColumnAggregate
}

/** What a user has made of the columns of a view. */
export interface ColumnChoice {
  columns: ViewColumn[]
}

/** One change of the columns. */
export type ColumnChange =
  | { do: 'toggle'; field: string }
  | { do: 'width'; field: string; width: number }
  | { do: 'pin'; field: string; pinned: boolean }
  | { do: 'aggregate'; field: string; aggregate: ColumnAggregate | undefined }
  | { do: 'move'; field: string; step: -1 | 1 }
  | { do: 'place'; field: string; beside: string; after: boolean }

export const minWidth = 60
export const maxWidth = 800

/** Pinned columns stand first: they stay when the rest is scrolled sideways. */
function pinnedFirst(columns: ViewColumn[]): ViewColumn[] {
  return [...columns.filter((one) => one.pinned), ...columns.filter((one) => !one.pinned)]
}

/** The columns after a change. */
export function changeColumns(columns: ViewColumn[], change: ColumnChange): ViewColumn[] {
  const at = columns.findIndex((one) => one.field === change.field)
  const one = columns[at]
  if (!one) return change.do === 'toggle' ? [...columns, { field: change.field }] : columns
  const rest = columns.filter((other) => other !== one)
  const edit = (part: Partial<ViewColumn>) =>
    columns.map((other) => (other === one ? { ...one, ...part } : other))
  switch (change.do) {
    case 'toggle':
      return rest.length > 0 ? rest : columns
    case 'width':
      return edit({ width: Math.round(Math.max(minWidth, Math.min(maxWidth, change.width))) })
    case 'pin':
      return pinnedFirst(edit({ pinned: change.pinned || undefined }))
    case 'aggregate':
      return edit({ aggregate: change.aggregate })
    case 'move': {
      const beside = columns[at + change.step]
      if (!beside || Boolean(beside.pinned) !== Boolean(one.pinned)) return columns
      return rest.toSpliced(at + change.step, 0, one)
    }
    case 'place': {
      const to = rest.findIndex((other) => other.field === change.beside)
      if (to < 0) return columns
      const moved = { ...one, pinned: rest[to]?.pinned }
      return pinnedFirst(rest.toSpliced(to + (change.after ? 1 : 0), 0, moved))
    }
  }
}

/** The columns to draw: what is no field of the caller's is left out. */
export function columnsOf(entity: Entity, view: View, choice: ViewColumn[] | undefined): Column[] {
  const widths = new Map(view.columns.map((column) => [column.field, column.width]))
  return pinnedFirst(choice ?? view.columns).flatMap((column): Column[] => {
    const field = fieldOf(entity, column.field)
    if (!field) return []
    const usual = typeOf(field).width + (field.name === entity.label ? 40 : 0)
    const width = column.width || widths.get(column.field) || usual
    return [{ field, width, pinned: column.pinned === true, aggregate: column.aggregate }]
  })
}

/** Where each pinned column stands, in CSS pixels from the left; undefined for the rest. */
export function pinOffsets(columns: Column[], first: number): (number | undefined)[] {
  let left = first
  return columns.map((column) => {
    if (!column.pinned) return undefined
    const at = left
    left += column.width
    return at
  })
}

const numeric = ['integer', 'number', 'money', 'percent', 'rating']
const ordered = ['date', 'datetime']

/** Whether two values of a field can be the same one. */
function comparable(field: Field): boolean {
  return field.operators === undefined || field.operators.includes('eq')
}

/** What can be said of all values of a field at the foot of a list. */
export function aggregatesOf(field: Field): ColumnAggregate[] {
  const type = typeOf(field).id
  if (field.filterable === false) return []
  const counts: ColumnAggregate[] = comparable(field) ? ['count', 'count_distinct'] : ['count']
  if (numeric.includes(type)) return ['sum', 'avg', 'median', 'min', 'max', ...counts]
  if (ordered.includes(type)) return ['min', 'max', ...counts]
  return counts
}
