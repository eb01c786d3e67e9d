import type { Field } from '@mortise/sdk'

const names = /(?:^|_)(?:next|due|deadline|expected|planned|expires?|until)(?:_|$)/

/** Whether a date is one by which something is to be done, and is past. */
export function isOverdue(field: Field, value: unknown, today: string, now: number): boolean {
  if (typeof value !== 'string' || value === '' || field.readOnly || field.computed || field.system)
    return false
  if (!names.test(field.name)) return false
  if (field.type === 'date') return value < today
  return field.type === 'datetime' && new Date(value).getTime() < now
}
