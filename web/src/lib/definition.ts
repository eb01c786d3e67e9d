import type { Description, Entity, Field, WireRecord } from '@mortise/sdk'

/** The field of an entity by name. */
export function fieldOf(entity: Entity, name: string): Field | undefined {
  return entity.fields.find((field) => field.name === name)
}

const toOne = ['relation', 'user', 'department']

/** Whether a field holds the id of another record. */
export function pointsToRecord(field: Field): boolean {
  return toOne.includes(field.type) && !field.computed && relationTarget(field) !== undefined
}

/** The entity that a field points to, to one record or to many. */
export function relationTarget(field: Field): string | undefined {
  switch (field.type) {
    case 'user':
    case 'users':
      return field.entity ?? 'user'
    case 'department':
      return field.entity ?? 'department'
    case 'relation':
    case 'relations':
      return field.entity
    default:
      return undefined
  }
}

/** The field that names records of the entity a field points to; undefined when the caller knows none. */
export function targetLabel(description: Description, field: Field): string | undefined {
  const target = description.entities.find((entity) => entity.name === relationTarget(field))
  return target && fieldOf(target, target.label) ? target.label : undefined
}

/** What to ask the server for, so that relations come with their labels. */
export function requestFields(description: Description, entity: Entity, names: string[]): string[] {
  const wanted = new Set<string>()
  for (const name of names) {
    const field = fieldOf(entity, name)
    if (!field) continue
    const label = pointsToRecord(field) ? targetLabel(description, field) : undefined
    wanted.add(label ? `${name}.${label}` : name)
  }
  return [...wanted]
}

/** The name of a record, or a short form of its id. */
export function recordLabel(entity: Entity | undefined, record: WireRecord): string {
  const value = entity ? record[entity.label] : undefined
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'number') return String(value)
  return shortId(record.id)
}

/** The last characters of an id, enough to tell records apart by eye: the first ones are of the time. */
export function shortId(id: string): string {
  return `#${id.slice(-6)}`
}

/** The id in a relation cell, whichever way it came. */
export function relatedId(value: unknown): string | null {
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string')
    return value.id
  return null
}

/** The value as the server wants it: a relation is the id of its record, what is empty is null. */
export function wireValue(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return relatedId(value)
  return isEmptyValue(value) ? null : value
}

/** The ids of a list of related records, or of files; null for none. */
export function wireIds(value: unknown): unknown {
  const ids = Array.isArray(value) ? value.map(relatedId).filter((id) => id !== null) : []
  return ids.length > 0 ? ids : null
}

/** The label in a relation cell that came with one. */
export function relatedLabel(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  for (const [name, part] of Object.entries(value)) {
    if (name !== 'id' && name !== '_meta' && typeof part === 'string' && part !== '') return part
  }
  return null
}

/** Whether the server showed this cell in part or not at all. */
export function isRedacted(record: WireRecord, field: string): boolean {
  return record._meta?.redacted?.includes(field) ?? false
}

/** Whether a value counts as empty. */
export function isEmptyValue(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
