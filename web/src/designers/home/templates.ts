import { type Doc, isObject, listAt, newId, textAt } from '../core/document.ts'
import { fieldsOf, withFields } from '../core/entity.ts'
import { guessName } from '../core/guess.ts'

/** What an entity can be started from; all that is in its file, the id is the name of the file. */
export interface Template {
  id: string
  order: number
  /** What it is for, in languages. */
  about: Doc
  /** The entity, and behind it those that are part of it, without ids. */
  entities: readonly Doc[]
}

const files = import.meta.glob<Omit<Template, 'id'>>('./templates/*.json', { eager: true, import: 'default' })

/** All templates, in the order in which they are offered. */
export const templates: readonly Template[] = Object.entries(files)
  .map(([path, body]) => ({ ...body, id: path.slice('./templates/'.length, -'.json'.length) }))
  .sort((one, other) => one.order - other.order)

/** Where a template is put to use. */
export interface Place {
  /** Whether there is an entity of a name. */
  taken: (entity: string) => boolean
  currency: string
  region: string
}

/**
 * The entities that a template becomes, the main one first: names that are not taken, ids of their own, and
 * what leads from one to another follows the names. A relation to what is not there becomes a text.
 */
export function entitiesOf(template: Template, place: Place): readonly Doc[] {
  const names = new Map<string, string>()
  const used = (name: string) => place.taken(name) || [...names.values()].includes(name)
  for (const { name } of template.entities) names.set(String(name), guessName(String(name), used, 'entity'))
  const nameOf = (name: string) => names.get(name) ?? name
  const isThere = (name: string) => names.has(name) || place.taken(name)
  return template.entities.map((entity) => {
    const name = nameOf(textAt(entity, 'name'))
    const fields = fieldsOf(entity).map(({ name: field, doc }) => ({
      name: field,
      doc: fieldOf(doc, place, nameOf, isThere),
    }))
    return withFields({ $schema: 'mortise:entity', ...entity, name, 'x-id': newId() }, fields)
  })
}

function fieldOf(
  doc: Doc,
  { currency, region }: Place,
  nameOf: (name: string) => string,
  isThere: (name: string) => boolean,
): Doc {
  const field: { [member: string]: unknown } = { ...doc, 'x-id': newId() }
  const type = textAt(doc, 'x-field')
  const target = textAt(doc, 'x-entity')
  if (type === 'money') Object.assign(field, { 'x-currency': currency, 'x-scale': 2 })
  if (doc['x-as'] === 'money') field['x-currency'] = currency
  if (type === 'phone') field['x-region'] = region
  if (target !== '' && isThere(target)) field['x-entity'] = nameOf(target)
  else if (target !== '') {
    field['x-field'] = 'text'
    delete field['x-entity']
  }
  const [of, by] = textAt(doc, 'x-of').split('.')
  if (of && by) field['x-of'] = `${nameOf(of)}.${by}`
  if (Array.isArray(doc.oneOf))
    field.oneOf = listAt(doc, 'oneOf').map((option) =>
      isObject(option) ? { ...option, 'x-id': newId() } : option,
    )
  return field
}
