import type { Condition, Entity, Field, WireRecord } from '@mortise/sdk'
import { fieldOf, isRedacted, relatedId } from '../definition.ts'
import { evaluate, type Source, type Unknown, unknown } from './evaluate.ts'
import { fieldsOf } from './fields.ts'

/** Gets a related record as far as the caller may read it; null when he may not. */
export type Fetch = (entity: string, id: string) => Promise<WireRecord | null>

/** The values of a record that is edited. */
export interface Held {
  field: (name: string) => { value: unknown }
  /** The value as it was read. */
  original: (name: string) => unknown
  subscribe: (name: string, listener: () => void) => () => void
}

/** What conditions say of a field. */
export interface Said {
  visible: boolean
  required: boolean
  locked: boolean
}

/** What conditions say of a field. What cannot be told hides, asks and locks nothing: the server decides. */
export function saidOf(field: Field, holds: Facts['holds']): Said {
  const visible = holds(field.visibleIf) !== false
  const required = holds(field.requiredIf) === true
  const locked = holds(field.readOnlyIf, 'was') === true
  return { visible, required: visible && (Boolean(field.required) || required), locked }
}

/** What conditions of a form are about: its values, and the records that those lead to. */
export class Facts {
  private readonly entity: Entity
  private readonly store: Held
  private readonly fetch: Fetch
  private readonly fetched = new Map<string, WireRecord | null | undefined>()
  private readonly listeners = new Set<() => void>()

  constructor(entity: Entity, store: Held, fetch: Fetch) {
    this.entity = entity
    this.store = store
    this.fetch = fetch
  }

  /** Whether a condition is true now, or was when the record was read; undefined when that is not known here. */
  holds(condition: Condition | undefined, was: 'now' | 'was' = 'now'): boolean | undefined {
    if (!condition?.tree) return undefined
    const value = was === 'now' ? this.now : this.was
    const source = { value, related: this.related, now: new Date().toISOString() }
    const found = evaluate(condition.tree, source)
    return found === unknown ? undefined : found
  }

  /** The fields that do not count, and must be empty. */
  idle(): string[] {
    return this.entity.fields
      .filter((field) => this.holds(field.visibleIf) === false)
      .map((field) => field.name)
  }

  /** Calls back when a value of a condition changes, or a record it looks at has come. */
  subscribe(condition: Condition | undefined, listener: () => void): () => void {
    this.listeners.add(listener)
    const ends = [...fieldsOf(condition?.tree)].map((name) => this.store.subscribe(name, listener))
    return () => {
      this.listeners.delete(listener)
      for (const end of ends) end()
    }
  }

  private readonly now = (name: string) => this.known(name, this.store.field(name).value)
  private readonly was = (name: string) => this.known(name, this.store.original(name))

  private known(name: string, value: unknown): unknown | Unknown {
    const field = fieldOf(this.entity, name)
    const stored = this.store.original('id') !== undefined
    if (!field || isRedacted({ id: '', _meta: this.meta() }, name)) return unknown
    // Of a new record the server gives these.
    const given = field.system || field.type === 'autonumber' || field.computed !== undefined
    if (!stored && (given || (field.defaulted && value === undefined))) return unknown
    return plain(value)
  }

  private meta(): WireRecord['_meta'] {
    return this.store.original('_meta') as WireRecord['_meta']
  }

  private readonly related = (entity: string, id: string): Source | Unknown => {
    const key = `${entity}/${id}`
    if (!this.fetched.has(key)) this.ask(key, entity, id)
    const record = this.fetched.get(key)
    if (!record) return unknown
    return {
      value: (name) => (isRedacted(record, name) || !(name in record) ? unknown : plain(record[name])),
      related: this.related,
      now: '',
    }
  }

  private async ask(key: string, entity: string, id: string): Promise<void> {
    this.fetched.set(key, undefined)
    this.fetched.set(key, await this.fetch(entity, id))
    for (const listener of this.listeners) listener()
  }
}

/** Related records stand for their ids. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => relatedId(part) ?? part)
  return relatedId(value) ?? value
}
