import type { AggregateRow, Entity, Field } from '@mortise/sdk'
import { fieldOf } from '@/lib/definition.ts'

/** The lengths of time that days and moments are gathered by. */
export const buckets = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Bucket = (typeof buckets)[number]

/** What a table is grouped by. */
export interface Grouping {
  field: Field
  bucket?: Bucket
}

const timed = ['date', 'datetime']
const single = ['choice', 'boolean', 'relation', 'user', 'department']

/** The fields that a table can be grouped by. */
export function groupFields(entity: Entity): Field[] {
  return entity.fields.filter(
    (field) =>
      (single.includes(field.type) || timed.includes(field.type)) &&
      field.filterable !== false &&
      field.sortable !== false,
  )
}

/** Whether a field is grouped by lengths of time. */
export function isTimed(field: Field): boolean {
  return timed.includes(field.type)
}

/** Reads what an address or a view groups by: a field, or created_at:month. */
export function parseGrouping(entity: Entity, text: string | undefined): Grouping | undefined {
  const [name = '', length] = (text ?? '').split(':')
  const field = fieldOf(entity, name)
  if (!field || !groupFields(entity).includes(field)) return undefined
  if (!isTimed(field)) return { field }
  return { field, bucket: buckets.find((one) => one === length) ?? 'month' }
}

/** The grouping as an address holds it. */
export function writeGrouping({ field, bucket }: Grouping): string {
  return bucket ? `${field.name}:${bucket}` : field.name
}

/** Records that have a value in common. */
export interface RowGroup {
  key: string
  value: unknown
  count: number
  row: AggregateRow
}

/** The groups in the order that they are shown in: that of a choice's options, and those without a value last. */
export function orderGroups(field: Field, groups: RowGroup[]): RowGroup[] {
  const place = ({ key }: RowGroup) => {
    if (key === '') return Number.MAX_SAFE_INTEGER
    const at = field.options?.findIndex((option) => option.value === key) ?? -1
    return at < 0 ? Number.MAX_SAFE_INTEGER - 1 : at
  }
  return groups.toSorted((one, other) => place(one) - place(other))
}

/** One line of a grouped table: the head of a group, one of its rows by number, or what fetches more of them. */
export type Line =
  | { is: 'head'; group: RowGroup }
  | { is: 'row'; row: number; group: RowGroup }
  | { is: 'more'; group: RowGroup; loaded: number }

/** The lines of a table, given how many rows of each open group are there; closed ones are not in loaded. */
export function linesOf(groups: RowGroup[], loaded: Map<string, { count: number; more: boolean }>): Line[] {
  let row = 0
  return groups.flatMap((group): Line[] => {
    const open = loaded.get(group.key)
    const lines: Line[] = [{ is: 'head', group }]
    for (let at = 0; at < (open?.count ?? 0); at++) lines.push({ is: 'row', row: row++, group })
    if (open?.more) lines.push({ is: 'more', group, loaded: open.count })
    return lines
  })
}
