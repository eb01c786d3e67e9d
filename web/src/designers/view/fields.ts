import type { Entity, Field } from '@mortise/sdk'
import { type Doc, listAt, textAt } from '../core/document.ts'
import { describedEntity, fieldDoc } from '../core/entity.ts'
import { titleIn } from '../core/title.ts'
import type { Named } from '../core/useBench.ts'

interface Drawing {
  doc: Doc
  /** The entity as it is published, as far as the designer may know it. */
  published: Entity | undefined
  /** Lists of options that fields share. */
  choices: readonly Named[]
  language: string
  systemTitle: (name: string) => string
}

/**
 * The entity as lists know it: as it is drawn, with what only the server tells of fields that are published,
 * such as the type of what is computed.
 */
export function drawnEntity({ doc, published, choices, language, systemTitle }: Drawing): Entity {
  const drawn = describedEntity(doc, language, systemTitle)
  const known = new Map((published?.fields ?? []).map((field) => [field.name, field]))
  return {
    ...drawn,
    fields: drawn.fields.map((field) => {
      const options = field.options ?? sharedOptions(doc, field.name, choices, language)
      const told = known.get(field.name)
      if (!told || !sameType(doc, field, told)) return { ...field, options }
      const { title, entity = told.entity } = field
      return { ...told, title: field.system ? told.title : title, entity, options: options ?? told.options }
    }),
  }
}

function sameType(doc: Doc, field: Field, told: Field): boolean {
  const own = fieldDoc(doc, field.name)
  if (!own) return field.system === true && told.system === true
  const type = textAt(own, 'x-field')
  return told.computed === type || told.type === type
}

function sharedOptions(
  doc: Doc,
  name: string,
  choices: readonly Named[],
  language: string,
): Field['options'] {
  const list = textAt(fieldDoc(doc, name), 'x-choices')
  const shared = list === '' ? undefined : choices.find((one) => one.name === list)
  if (!shared) return undefined
  return listAt<Doc>(shared.doc, 'options').map((option) => ({
    value: textAt(option, 'value'),
    title: titleIn(option.title, language) || textAt(option, 'value'),
    color: textAt(option, 'color') || undefined,
    archived: option.archived === true || undefined,
  }))
}
