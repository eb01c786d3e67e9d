import { colorNames } from '@/components/colors.ts'
import { type Doc, newId, textAt } from './document.ts'
import { fieldDoc, fieldsOf, withNewField } from './entity.ts'
import { guessName, guessType } from './guess.ts'
import { titleIn } from './title.ts'

/** An entity without fields. */
export function newEntity(name: string, title: string): Doc {
  return {
    $schema: 'mortise:entity',
    name,
    title,
    type: 'object',
    'x-id': newId(),
    properties: {},
  }
}

/** Options of these titles, each with a value of its own and the next colour. */
export function newOptions(titles: readonly string[], before: readonly Doc[] = []): readonly Doc[] {
  const list: Doc[] = [...before]
  for (const title of titles) {
    const taken = (value: string) => list.some((option) => option.const === value)
    const color = colorNames[list.length % colorNames.length]
    list.push({
      const: guessName(title, taken, `option_${list.length + 1}`),
      title,
      'x-id': newId(),
      'x-color': color,
    })
  }
  return list
}

/** The texts that stand in an input of options: between commas, semicolons or line ends, each once. */
export function splitTitles(text: string): string[] {
  const parts = text.split(/[,;、，；\n\t|]+/).map((part) => part.trim())
  return [...new Set(parts.filter((part) => part !== ''))]
}

/** What a new field of a type is drawn with, so that it can be published as it is. */
export interface Presets {
  /** Options of a choice whose own are not known yet. */
  options: readonly string[]
  currency: string
  /** The country whose telephone numbers need no prefix, by two letters. */
  region: string
  /** The entity that a relation leads to until another is chosen. */
  target: (title: string) => string | undefined
}

/** What a field of a type and title is drawn with at first, but its id and its title. */
export function presetOf(type: string, title: string, entity: Doc, presets: Presets): Doc {
  switch (type) {
    case 'choice':
    case 'choices':
      return { oneOf: newOptions(presets.options) }
    case 'money':
      return { 'x-currency': presets.currency, 'x-scale': 2 }
    case 'autonumber':
      return { pattern: `${initialsOf(textAt(entity, 'name'))}-{00000}`, readOnly: true, 'x-search': true }
    case 'relation':
    case 'relations':
    case 'table':
      return { 'x-entity': presets.target(title) ?? '' }
    case 'phone':
      return { 'x-region': presets.region, 'x-search': true }
    case 'text':
    case 'email':
      return { 'x-search': true }
    case 'formula':
      return { 'x-expr': '' }
    case 'lookup':
      return { 'x-path': '' }
    case 'rollup':
      return { 'x-of': '', 'x-aggregate': 'count' }
    default:
      return {}
  }
}

function initialsOf(name: string): string {
  return name
    .split('_')
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
}

/** The types that name a record of an entity. */
const labelTypes = ['text', 'autonumber']

/**
 * The entity with one more field: its type is guessed from its title unless it is given. The first text
 * names the records; a user who owns them by title becomes their owner.
 */
export function addField(
  entity: Doc,
  title: string,
  presets: Presets,
  more: { type?: string; at?: number } = {},
): { entity: Doc; name: string } {
  const type = more.type ?? guessType(title)
  const taken = (name: string) => fieldDoc(entity, name) !== undefined || reserved.includes(name)
  const name = guessName(title, taken, `field_${fieldsOf(entity).length + 1}`)
  const doc = { 'x-field': type, 'x-id': newId(), title, ...presetOf(type, title, entity, presets) }
  let next = withNewField(entity, name, doc, more.at)
  if (type === 'text' && textAt(next, 'x-label') === '') next = { ...next, 'x-label': name }
  if (type === 'user' && textAt(next, 'x-owner') === '') next = { ...next, 'x-owner': name }
  return { entity: next, name }
}

/** Names that mean something else in records. */
const reserved = [
  'id',
  'version',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'archived_at',
  'archived_by',
  'user',
  'now',
  'record',
  'true',
  'false',
  'nil',
  'in',
  'and',
  'or',
  'not',
  'let',
]

/** Whether records can be named by a field. */
export function canLabel(doc: Doc | undefined): boolean {
  return labelTypes.includes(textAt(doc, 'x-field'))
}

/** The entity whose title or name a title is most like, such as Customer for "Customer". */
export function targetNamed(
  title: string,
  entities: readonly { name: string; doc: Doc }[],
  language: string,
): string | undefined {
  const wanted = title.trim().toLowerCase()
  const guess = guessName(title, () => false, '')
  const found = entities.find(
    ({ name, doc }) => name === guess || titleIn(doc.title, language).toLowerCase() === wanted,
  )
  return found?.name
}
