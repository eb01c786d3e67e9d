import { type Doc, isObject, newId } from '../core/document.ts'
import { fieldsOf, withFields } from '../core/entity.ts'

/** A copy of an entity under another name and title: with ids of its own, and without what it was once called. */
export function copyEntity(entity: Doc, name: string, title: unknown): Doc {
  const fresh = withFields(
    entity,
    fieldsOf(entity).map((field) => ({ name: field.name, doc: renewed(field.doc, entity.name, name) })),
  )
  const { 'x-former': _former, 'x-package': _package, 'x-plural': _plural, ...rest } = fresh
  return { ...rest, name, title, 'x-id': newId() }
}

/** A field with ids of its own; one that leads to its own entity leads to the copy. */
function renewed(field: Doc, from: unknown, to: string): Doc {
  const { 'x-former': _former, 'x-column': _column, ...rest } = field
  const own = rest['x-entity'] === from ? { 'x-entity': to } : {}
  const options = Array.isArray(rest.oneOf)
    ? { oneOf: rest.oneOf.map((option) => (isObject(option) ? { ...option, 'x-id': newId() } : option)) }
    : {}
  return { ...rest, ...own, ...options, 'x-id': newId() }
}
