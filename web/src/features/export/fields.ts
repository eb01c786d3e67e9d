import type { Description, Entity } from '@mortise/sdk'
import { pointsToRecord, relationTarget } from '@/lib/definition.ts'

/** A field that can be exported; dotted over relations. */
export interface Exported {
  name: string
  title: string
}

const left = ['version', 'archived_at']

/** What can be exported of an entity: its own fields, then those of the records that it leads to. */
export function exportable(entity: Entity, description: Description | undefined): Exported[] {
  const own = entity.fields.filter((field) => !left.includes(field.name) && field.type !== 'secret')
  const plain = own.filter((field) => field.type !== 'table')
  const beyond = plain
    .filter((field) => !field.system && pointsToRecord(field))
    .flatMap((field) => {
      const target = description?.entities.find((one) => one.name === relationTarget(field))
      const fields = target?.fields.filter(
        (inner) =>
          !inner.system && inner.type !== 'secret' && inner.type !== 'table' && !pointsToRecord(inner),
      )
      return (fields ?? []).map((inner) => ({
        name: `${field.name}.${inner.name}`,
        title: `${field.title} · ${inner.title}`,
      }))
    })
  return [...plain.map(({ name, title }) => ({ name, title })), ...beyond]
}

/** The fields that are exported, without the one, or with it at the end. */
export function toggled(fields: readonly string[], name: string): string[] {
  return fields.includes(name) ? fields.filter((one) => one !== name) : [...fields, name]
}

/** The fields with one a place further up (-1) or down (1). */
export function moved(fields: readonly string[], name: string, by: -1 | 1): string[] {
  const at = fields.indexOf(name)
  const to = at + by
  if (at < 0 || to < 0 || to >= fields.length) return [...fields]
  const next = [...fields]
  next.splice(at, 1)
  next.splice(to, 0, name)
  return next
}

/** The fields as they are offered: those chosen in their order, then the others, narrowed by a search. */
export function offered(all: readonly Exported[], chosen: readonly string[], search: string): Exported[] {
  const first = chosen.flatMap((name) => all.find((field) => field.name === name) ?? [])
  const rest = all.filter((field) => !chosen.includes(field.name))
  const text = search.trim().toLowerCase()
  return [...first, ...rest].filter(
    ({ name, title }) => text === '' || `${title} ${name}`.toLowerCase().includes(text),
  )
}
