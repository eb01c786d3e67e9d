import type { ExpressionPart, ExpressionUse } from '@mortise/sdk'
import { type Doc, listAt, textAt } from '../document.ts'
import { fieldsOf } from '../entity.ts'
import { titleIn } from '../title.ts'

/** A field as expressions name it. */
export interface Name {
  name: string
  title: string
  type: string
  /** The entity that a relation leads to. */
  target?: string
  /** It leads to many. */
  many?: boolean
  options?: readonly { value: string; title: string }[]
}

/** What an expression about the records of an entity can name. */
export interface Scope {
  entity: string
  use: ExpressionUse
  /** The fields of an entity; none of one that nobody knows. */
  fields: (entity: string) => readonly Name[]
  /** The relations of other entities that lead to an entity. */
  leading: (entity: string) => readonly { entity: string; title: string; field: Name }[]
  parts: readonly ExpressionPart[]
  language: 'en' | 'zh-CN'
}

/** What a scope is made of. */
export interface Surrounding {
  entity: string
  use: ExpressionUse
  entities: readonly { name: string; doc: Doc }[]
  choices: readonly { name: string; doc: Doc }[]
  parts: readonly ExpressionPart[]
  language: string
  systemTitle: (name: string) => string
}

const leads: { [type: string]: string } = { user: 'user', users: 'user', department: 'department' }
const toMany = new Set(['relations', 'users', 'table'])

/** The fields that every entity has, by type. */
const system: readonly [name: string, type: string][] = [
  ['id', 'id'],
  ['created_at', 'datetime'],
  ['created_by', 'user'],
  ['updated_at', 'datetime'],
  ['updated_by', 'user'],
]

/** What can be named, as the draft is drawn. Fields of each entity are gathered when they are first asked for. */
export function scopeOf(around: Surrounding): Scope {
  const { entity, use, entities, choices, parts, language, systemTitle } = around
  const known = new Map<string, readonly Name[]>()
  const named = (name: string, doc: Doc): Name => {
    const kind = textAt(doc, 'x-field')
    const type = computed.has(kind) ? textAt(doc, 'x-as') || kind : kind
    const target = textAt(doc, 'x-entity') || leads[type]
    const shared = choices.find((list) => list.name === textAt(doc, 'x-choices'))
    const options = shared
      ? optionsOf(listAt<Doc>(shared.doc, 'options'), 'value', language)
      : optionsOf(listAt<Doc>(doc, 'oneOf'), 'const', language)
    return {
      name,
      title: titleIn(doc.title, language) || name,
      type,
      ...(target && { target }),
      ...(toMany.has(type) && { many: true }),
      ...(options.length > 0 && { options }),
    }
  }
  const fields = (of: string): readonly Name[] => {
    const before = known.get(of)
    if (before) return before
    const doc = entities.find(({ name }) => name === of)?.doc
    const own = fieldsOf(doc)
      .filter(({ doc: field }) => textAt(field, 'x-field') !== 'secret')
      .map((field) => named(field.name, field.doc))
    const rest = system
      .filter(([name]) => doc && !own.some((one) => one.name === name))
      .map(([name, type]) => ({
        name,
        type,
        title: systemTitle(name),
        target: name === 'id' ? of : leads[type],
      }))
    const all = [...own, ...rest]
    known.set(of, all)
    return all
  }
  const leading = (to: string) =>
    entities.flatMap((other) =>
      fields(other.name)
        .filter((field) => field.type === 'relation' && field.target === to)
        .map((field) => ({
          entity: other.name,
          title: titleIn(other.doc['x-plural'], language) || titleIn(other.doc.title, language) || other.name,
          field,
        })),
    )
  return { entity, use, fields, leading, parts, language: language === 'zh-CN' ? 'zh-CN' : 'en' }
}

const computed = new Set(['formula', 'rollup', 'lookup'])

function optionsOf(list: readonly Doc[], member: string, language: string) {
  return list
    .filter((one) => one['x-archived'] !== true && one.archived !== true)
    .map((one) => ({
      value: textAt(one, member),
      title: titleIn(one.title, language) || textAt(one, member),
    }))
}

/** The field that a path leads to, from an entity; `user` is the caller where the use knows one. */
export function fieldAt(scope: Scope, path: readonly string[], from = scope.entity): Name | undefined {
  let entity: string | undefined = from
  let field: Name | undefined
  for (const [step, name] of path.entries()) {
    if (step === 0 && name === 'user' && scope.use !== 'formula' && from === scope.entity) {
      field = { name, title: name, type: 'user', target: 'user' }
    } else {
      field = entity ? scope.fields(entity).find((one) => one.name === name) : undefined
    }
    if (!field) return undefined
    entity = field.target
  }
  return field
}
