/** The kinds of documents that are designed. */
export type Kind =
  | 'entity'
  | 'form'
  | 'view'
  | 'choices'
  | 'role'
  | 'grant'
  | 'restriction'
  | 'mask'
  | 'sharing'
  | 'pool'
  | 'obligation'
  | 'alert'
  | 'rego'
  | 'menu'
  | 'package'

/** A document of the design language, as its JSON Schema says. Never changed in place. */
export interface Doc {
  readonly [member: string]: unknown
}

/** Kind and name of a document: "entity/customer". */
export type Key = `${Kind}/${string}`

/** The key of a document. */
export function keyOf(kind: Kind, name: string): Key {
  return `${kind}/${name}`
}

/** The kind in a key. */
export function kindOf(key: Key): Kind {
  return key.slice(0, key.indexOf('/')) as Kind
}

/** The name in a key. */
export function nameOf(key: Key): string {
  return key.slice(key.indexOf('/') + 1)
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** An x-id: made once, never reused. Columns and tables are named from it. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(10))
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join('')
}

/** A member of a document that is an object; an empty one where it is none. */
export function objectAt(doc: Doc | undefined, member: string): Doc {
  const value = doc?.[member]
  return isObject(value) ? value : {}
}

/** A member of a document that is a list; an empty one where it is none. */
export function listAt<T = unknown>(doc: Doc | undefined, member: string): readonly T[] {
  const value = doc?.[member]
  return Array.isArray(value) ? (value as T[]) : []
}

/** A member of a document that is a text; "" where it is none. */
export function textAt(doc: Doc | undefined, member: string): string {
  const value = doc?.[member]
  return typeof value === 'string' ? value : ''
}

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The document with members set, and without those that are undefined. */
export function withMembers(doc: Doc, members: { [member: string]: unknown }): Doc {
  const next: { [member: string]: unknown } = { ...doc, ...members }
  for (const [name, value] of Object.entries(members)) if (value === undefined) delete next[name]
  return next
}

/** Whether two values of JSON are the same, the order of members aside. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one))
    return (
      Array.isArray(other) && one.length === other.length && one.every((value, at) => same(value, other[at]))
    )
  if (!isObject(one) || !isObject(other)) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && same(one[name], other[name]))
  )
}

/** Whether two documents are the same, the order of members included, as it is that of fields. */
export function alike(one: Doc | undefined, other: Doc | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
