import { type Doc, listAt, newId, textAt, withMembers } from '../core/document.ts'
import {
  fieldDoc,
  fieldsOf,
  isRequired,
  withField,
  withFields,
  withNewField,
  withRequired,
} from '../core/entity.ts'
import { guessName } from '../core/guess.ts'
import { newOptions, type Presets, presetOf } from '../core/newEntity.ts'
import { copiedOptions, ownSpelling } from '../core/options.ts'
import { placed } from '../core/placed.ts'
import { titleIn, withTitle } from '../core/title.ts'

/** The entity with a field at another place, counted without it. */
export function moveField(entity: Doc, name: string, to: number): Doc {
  const fields = fieldsOf(entity)
  const at = fields.findIndex((field) => field.name === name)
  return at < 0 ? entity : withFields(entity, placed(fields, at, to))
}

/** What stays of a field when it becomes another type: what every type has. */
const common = [
  'x-id',
  'title',
  'description',
  'x-grade',
  'x-former',
  'x-column',
  'x-visible',
  'x-required',
  'x-read-only',
]

/** The entity with a field of another type. What the new type does not know is left out; undoing brings it back. */
export function setType(entity: Doc, name: string, type: string, presets: Presets): Doc {
  const doc = fieldDoc(entity, name)
  if (!doc || doc['x-field'] === type) return entity
  const kept = Object.fromEntries(Object.entries(doc).filter(([member]) => common.includes(member)))
  const options = type === 'choice' || type === 'choices' ? doc.oneOf : undefined
  const fresh = presetOf(type, titleIn(doc.title, 'en'), entity, presets)
  const next = withFields(
    entity,
    fieldsOf(entity).map((field) =>
      field.name === name
        ? { name, doc: { 'x-field': type, ...kept, ...fresh, ...(options ? { oneOf: options } : {}) } }
        : field,
    ),
  )
  const members: { [member: string]: unknown } = {}
  if (textAt(entity, 'x-owner') === name && type !== 'user') members['x-owner'] = undefined
  if (textAt(entity, 'x-label') === name && !['text', 'autonumber'].includes(type))
    members['x-label'] = undefined
  return withMembers(next, members)
}

/** The entity with a copy of a field behind it. */
export function duplicateField(entity: Doc, name: string): { entity: Doc; name: string } {
  const fields = fieldsOf(entity)
  const at = fields.findIndex((field) => field.name === name)
  const doc = fields[at]?.doc
  if (!doc) return { entity, name }
  const copy = guessName(name, (one) => fieldDoc(entity, one) !== undefined, name)
  const { 'x-former': _former, 'x-column': _column, ...rest } = doc
  const options = Array.isArray(doc.oneOf)
    ? { oneOf: listAt<Doc>(doc, 'oneOf').map((option) => ({ ...option, 'x-id': newId() })) }
    : {}
  const made = withNewField(entity, copy, { ...rest, ...options, 'x-id': newId() }, at + 1)
  return { entity: isRequired(entity, name) ? withRequired(made, copy, true) : made, name: copy }
}

/** The entity with a field under another name, in itself only: for fields that were never published. */
export function renameNewField(entity: Doc, name: string, to: string): Doc {
  const next = withFields(
    entity,
    fieldsOf(entity).map((field) => (field.name === name ? { name: to, doc: field.doc } : field)),
  )
  const members: { [member: string]: unknown } = {}
  const required = listAt<string>(entity, 'required')
  if (required.includes(name)) members.required = required.map((one) => (one === name ? to : one))
  for (const member of ['x-label', 'x-owner', 'x-team', 'x-tree', 'x-parent', 'x-order'])
    if (textAt(entity, member) === name) members[member] = to
  return withMembers(next, members)
}

/** The options of a field. */
export function optionsOf(doc: Doc | undefined): readonly Doc[] {
  return listAt<Doc>(doc, 'oneOf')
}

/** The entity with these titles as the options of a field: those that were there keep what they are. */
export function setOptionTitles(entity: Doc, name: string, titles: readonly string[], language: string): Doc {
  const before = optionsOf(fieldDoc(entity, name))
  const known = (title: string) => before.find((option) => titleIn(option.title, language) === title)
  let list: readonly Doc[] = []
  for (const title of titles) {
    const option = known(title)
    list = option ? [...list, option] : newOptions([title], list)
  }
  return withOptions(entity, name, list)
}

/** The entity with other options of a field; a default that is gone is taken out. */
export function withOptions(entity: Doc, name: string, options: readonly Doc[]): Doc {
  const next = withField(entity, name, { oneOf: options })
  return withKnownDefaults(next, name, options)
}

/** The entity without defaults of a field that are none of these options. */
function withKnownDefaults(entity: Doc, name: string, options: readonly Doc[]): Doc {
  const before = fieldDoc(entity, name)?.default
  const known = (value: unknown) => options.some((option) => option.const === value)
  if (before === undefined || [before].flat().every(known)) return entity
  const left = Array.isArray(before) ? before.filter(known) : []
  return withField(entity, name, { default: left.length > 0 ? left : undefined })
}

/** The entity with a field whose options are those of a list; a default that the list lacks is taken out. */
export function withSharedOptions(entity: Doc, name: string, list: string, shared: Doc | undefined): Doc {
  const next = withField(entity, name, { 'x-choices': list, oneOf: undefined })
  return withKnownDefaults(next, name, ownSpelling(shared))
}

/** The entity with a field that has options of its own: at first those of the list that it shared. */
export function withOwnOptions(entity: Doc, name: string, shared: Doc | undefined): Doc {
  return withField(entity, name, { 'x-choices': undefined, oneOf: copiedOptions(shared) })
}

/** The entity with a field that begins with an option, or does not any more. */
export function toggleDefault(entity: Doc, name: string, value: string): Doc {
  const doc = fieldDoc(entity, name)
  if (textAt(doc, 'x-field') === 'choice')
    return withField(entity, name, { default: doc?.default === value ? undefined : value })
  const before = listAt<string>(doc, 'default')
  const next = before.includes(value) ? before.filter((one) => one !== value) : [...before, value]
  return withField(entity, name, { default: next.length > 0 ? next : undefined })
}

/** The values that new records of a field begin with. */
export function defaultsOf(doc: Doc | undefined): readonly string[] {
  return [doc?.default].flat().filter((one) => typeof one === 'string')
}

/** The entity with another title of a field in a language. */
export function setTitle(entity: Doc, name: string, language: string, title: string): Doc {
  return withField(entity, name, { title: withTitle(fieldDoc(entity, name)?.title, language, title) })
}
