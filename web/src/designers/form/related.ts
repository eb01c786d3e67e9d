import { type Doc, listAt, textAt } from '../core/document.ts'
import { fieldsOf } from '../core/entity.ts'
import type { Named } from '../core/useBench.ts'

/** A list of the records that lead to those of an entity by a field. */
export interface RelatedList {
  /** entity.field, as forms name it. */
  id: string
  entity: string
  field: string
}

const toUsers = ['user', 'users']

/** The lists that a form of an entity can hold: relations of other entities that lead here. */
export function relatedLists(entity: string, entities: readonly Named[]): readonly RelatedList[] {
  return entities.flatMap(({ name, doc }) =>
    fieldsOf(doc)
      .filter((field) => leadsTo(field.doc, entity))
      .map((field) => ({ id: `${name}.${field.name}`, entity: name, field: field.name })),
  )
}

function leadsTo(field: Doc, entity: string): boolean {
  const type = textAt(field, 'x-field')
  const target = textAt(field, 'x-entity')
  switch (type) {
    case 'relation':
    case 'relations':
      return target === entity
    case 'user':
    case 'users':
    case 'department':
      return (target || (toUsers.includes(type) ? 'user' : type)) === entity
    case 'reference': {
      const targets = listAt<string>(field, 'x-entities')
      return targets.length === 0 || targets.includes(entity)
    }
    default:
      return false
  }
}
