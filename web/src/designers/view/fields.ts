import type { Entity, Field } from '@mortise/sdk'
import { type Doc, textAt } from '../core/document.ts'
import { describedEntity, fieldDoc } from '../core/entity.ts'

/**
 * The entity as lists know it: as it is drawn, with what only the server tells of fields that are published,
 * such as the type of what is computed.
 */
export function drawnEntity(
  doc: Doc,
  published: Entity | undefined,
  language: string,
  systemTitle: (name: string) => string,
): Entity {
  const drawn = describedEntity(doc, language, systemTitle)
  const known = new Map((published?.fields ?? []).map((field) => [field.name, field]))
  return {
    ...drawn,
    fields: drawn.fields.map((field) => {
      const told = known.get(field.name)
      if (!told || !sameType(doc, field, told)) return field
      return { ...told, title: field.system ? told.title : field.title }
    }),
  }
}

function sameType(doc: Doc, field: Field, told: Field): boolean {
  const own = fieldDoc(doc, field.name)
  if (!own) return field.system === true && told.system === true
  const type = textAt(own, 'x-field')
  return told.computed === type || told.type === type
}
