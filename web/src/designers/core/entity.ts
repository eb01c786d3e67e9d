import type { Entity, Field } from '@mortise/sdk'
import { type Doc, isObject, listAt, newId, objectAt, textAt, withMembers } from './document.ts'
import { titleIn } from './title.ts'

/** A field of an entity document. */
export interface FieldDoc {
  name: string
  doc: Doc
}

/** The fields of an entity, in their order. */
export function fieldsOf(entity: Doc | undefined): readonly FieldDoc[] {
  return Object.entries(objectAt(entity, 'properties')).flatMap(([name, doc]) =>
    isObject(doc) ? [{ name, doc }] : [],
  )
}

/** A field of an entity by name. */
export function fieldDoc(entity: Doc | undefined, name: string): Doc | undefined {
  const doc = objectAt(entity, 'properties')[name]
  return isObject(doc) ? doc : undefined
}

/** What a field is called in a language, else its name. */
export function fieldTitle(entity: Doc | undefined, name: string, language: string): string {
  return titleIn(fieldDoc(entity, name)?.title, language) || name
}

/** The entity with these fields instead. */
export function withFields(entity: Doc, fields: readonly FieldDoc[]): Doc {
  return { ...entity, properties: Object.fromEntries(fields.map(({ name, doc }) => [name, doc])) }
}

/** The entity with some members of a field set; undefined ones are taken away. */
export function withField(entity: Doc, name: string, members: { [member: string]: unknown }): Doc {
  return withFields(
    entity,
    fieldsOf(entity).map((field) =>
      field.name === name ? { name, doc: withMembers(field.doc, members) } : field,
    ),
  )
}

/** The entity with a field put in before the place at, at the end without one. */
export function withNewField(entity: Doc, name: string, doc: Doc, at?: number): Doc {
  const fields = [...fieldsOf(entity)]
  fields.splice(at ?? fields.length, 0, { name, doc: { 'x-id': newId(), ...doc } })
  return withFields(entity, fields)
}

/** The entity without a field, and without what its own rules say of it. */
export function withoutField(entity: Doc, name: string): Doc {
  const next = withFields(
    entity,
    fieldsOf(entity).filter((field) => field.name !== name),
  )
  const required = listAt<string>(entity, 'required').filter((one) => one !== name)
  const members: { [member: string]: unknown } = { required: required.length > 0 ? required : undefined }
  for (const member of ['x-label', 'x-owner', 'x-team', 'x-tree', 'x-parent', 'x-order'])
    if (textAt(entity, member) === name) members[member] = undefined
  return withMembers(next, members)
}

/** Whether a field must have a value. */
export function isRequired(entity: Doc, name: string): boolean {
  return listAt<string>(entity, 'required').includes(name)
}

/** The entity with a field that must have a value, or need not. */
export function withRequired(entity: Doc, name: string, required: boolean): Doc {
  const rest = listAt<string>(entity, 'required').filter((one) => one !== name)
  const list = required ? [...rest, name] : rest
  return withMembers(entity, { required: list.length > 0 ? list : undefined })
}

/** The system fields that every entity has, with the types by which they are drawn. */
const systemFields: { [name: string]: string } = {
  created_at: 'datetime',
  created_by: 'user',
  updated_at: 'datetime',
  updated_by: 'user',
}

/** The names of the fields that every entity has. */
export const systemNames: readonly string[] = Object.keys(systemFields)

/**
 * An entity document as the pages that are no designers know entities: for the builder of filters and
 * for the inputs of field types. What the caller may do is left out: a designer designs all of it.
 */
export function describedEntity(
  entity: Doc,
  language: string,
  systemTitle: (name: string) => string,
): Entity {
  const own = fieldsOf(entity).map(({ name, doc }) => describedField(name, doc, language))
  const system = Object.entries(systemFields).map(
    ([name, type]): Field => ({
      name,
      type,
      title: systemTitle(name),
      system: true,
      filterable: true,
      sortable: true,
      readOnly: true,
    }),
  )
  const first = own.find(({ type }) => type === 'text')
  return {
    name: textAt(entity, 'name'),
    title: titleIn(entity.title, language) || textAt(entity, 'name'),
    plural: titleIn(entity['x-plural'], language) || undefined,
    icon: textAt(entity, 'x-icon') || undefined,
    color: textAt(entity, 'x-color') || undefined,
    label: textAt(entity, 'x-label') || first?.name || 'id',
    owner: textAt(entity, 'x-owner') || undefined,
    actions: ['read', 'create', 'update'],
    fields: [...own, ...system],
  }
}

const unfindable = ['secret', 'json', 'file', 'files', 'image', 'signature', 'table', 'richtext']

/** A field of a document as inputs and filters know fields. */
export function describedField(name: string, doc: Doc, language: string): Field {
  const type = textAt(doc, 'x-field')
  const shown =
    type === 'formula' || type === 'rollup' || type === 'lookup' ? textAt(doc, 'type') || 'text' : type
  const options = listAt<Doc>(doc, 'oneOf')
  return {
    name,
    type: shown,
    title: titleIn(doc.title, language) || name,
    help: titleIn(doc.description, language) || undefined,
    computed: shown === type ? undefined : type,
    readOnly: doc.readOnly === true || undefined,
    maxLength: typeof doc.maxLength === 'number' ? doc.maxLength : undefined,
    scale: typeof doc['x-scale'] === 'number' ? doc['x-scale'] : undefined,
    currency: textAt(doc, 'x-currency') || undefined,
    entity: textAt(doc, 'x-entity') || undefined,
    options:
      options.length > 0
        ? options.map((option) => ({
            value: textAt(option, 'const'),
            title: titleIn(option.title, language) || textAt(option, 'const'),
            color: textAt(option, 'x-color') || undefined,
            archived: option['x-archived'] === true || undefined,
          }))
        : undefined,
    default: doc.default,
    filterable: !unfindable.includes(type),
    sortable: !unfindable.includes(type),
  }
}
