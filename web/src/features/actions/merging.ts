import type { Entity, Field, MergeRequest, WireRecord } from '@mortise/sdk'
import { isEmptyValue, isRedacted, wireValue } from '@/lib/definition.ts'

/** Whose value of a field the survivor gets. */
export type Side = 'this' | 'other'

/** A field of which both records have a value, and not the same. */
export interface Differing {
  field: Field
  mine: unknown
  theirs: unknown
}

const lists = new Set(['choices', 'tags', 'relations', 'users', 'files', 'table'])

/** The fields that somebody has to choose between: single values that both records have and that differ. */
export function differing(entity: Entity, mine: WireRecord, theirs: WireRecord): Differing[] {
  return entity.fields.flatMap((field): Differing[] => {
    if (field.system || field.computed || field.type === 'autonumber' || lists.has(field.type)) return []
    if (isRedacted(mine, field.name) || isRedacted(theirs, field.name)) return []
    const [a, b] = [mine[field.name], theirs[field.name]]
    if (isEmptyValue(a) || isEmptyValue(b) || same(a, b)) return []
    return [{ field, mine: a, theirs: b }]
  })
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(wireValue(a)) === JSON.stringify(wireValue(b))
}

/** The request for a merge: only what is taken from the other is named. */
export function mergeRequest(other: string, sides: { [field: string]: Side }): MergeRequest {
  const fields = Object.fromEntries(Object.entries(sides).filter(([, side]) => side === 'other'))
  return { with: other, fields }
}

/** The fields that the survivor gets from the other, for it has no value of its own. */
export function filledIn(entity: Entity, mine: WireRecord, theirs: WireRecord): Field[] {
  return entity.fields.filter(
    (field) =>
      !field.system &&
      !field.computed &&
      field.type !== 'autonumber' &&
      isEmptyValue(mine[field.name]) &&
      !isEmptyValue(theirs[field.name]) &&
      !isRedacted(mine, field.name) &&
      !isRedacted(theirs, field.name),
  )
}
