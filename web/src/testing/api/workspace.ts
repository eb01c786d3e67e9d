import type { HistoryEntry, ImportResult, WireRecord } from '@mortise/sdk'
import { type Access, maskPhone } from './access.ts'
import {
  type Both,
  type DraftEntity,
  type DraftField,
  demoEntities,
  withSystemFields,
} from './definitions.ts'
import { compileExpression } from './expression.ts'
import { notFound, Refusal } from './problem.ts'
import { type Account, demoAccounts, demoRecords } from './seed.ts'
import { canonical, problemsOf } from './validate.ts'

interface Published {
  title?: { [language: string]: string } | string
  'x-color'?: string
  'x-icon'?: string
  'x-label'?: string
  required?: string[]
  properties?: { [name: string]: { title?: { [language: string]: string } | string; 'x-field'?: string } }
}

function bothOf(text: Published['title'], name: string): Both {
  if (typeof text === 'string') return [text, text]
  return [text?.['zh-CN'] ?? name, text?.en ?? name]
}

/** Rises over all workspaces of a page: it remembers the newest it has seen. */
let revisions = 7

/** Everything an in-memory workspace holds. */
export class Workspace {
  revision = ++revisions
  readonly accounts: Account[] = demoAccounts()
  readonly sessions = new Map<string, Account>()
  readonly drafts = new Map<string, Published>()
  private readonly entities = demoEntities()
  private readonly records = demoRecords(this.accounts)
  private readonly changes = new Map<string, HistoryEntry[]>()
  private next = 1

  allEntities(): DraftEntity[] {
    return this.entities
  }

  entity(name: string): DraftEntity {
    const entity = this.entities.find((candidate) => candidate.name === name)
    if (!entity) throw notFound()
    return entity
  }

  /** Makes the drafts the active revision. */
  publish(): number {
    for (const [name, document] of this.drafts) {
      const fields = Object.entries(document.properties ?? {}).map(
        ([field, property]): DraftField => ({
          name: field,
          type: property['x-field'] ?? 'text',
          title: bothOf(property.title, field),
          required: document.required?.includes(field),
        }),
      )
      const title = bothOf(document.title, name)
      const label = document['x-label'] ?? fields[0]?.name ?? 'id'
      const [icon, color] = [document['x-icon'], document['x-color']]
      this.entities.splice(3, 0, {
        name,
        title,
        plural: title,
        icon,
        color,
        label,
        fields: withSystemFields(fields),
        views: [],
      })
      this.records.set(name, [])
    }
    this.drafts.clear()
    this.revision = ++revisions
    return this.revision
  }

  /** The records that a caller may see and that match. */
  select(
    access: Access,
    name: string,
    query: { filter?: string; q?: string; archived: boolean; sort?: string },
  ): WireRecord[] {
    const entity = this.entity(name)
    const all = this.records.get(name) ?? []
    const matches = query.filter ? compileExpression(query.filter) : () => true
    const scope = { me: access.account.id }
    const found = all.filter((record) => {
      if (Boolean(record.archived_at) !== query.archived || !access.sees(name, record)) return false
      const seen = this.readable(access, entity, record)
      return matches({ ...seen, ...scope }) && (!query.q || textOf(seen).includes(query.q.toLowerCase()))
    })
    return query.sort ? sorted(found, query.sort) : found
  }

  find(access: Access, name: string, id: string): WireRecord {
    const record = (this.records.get(name) ?? []).find((candidate) => candidate.id === id)
    if (!record || !access.sees(name, record)) throw notFound()
    return record
  }

  create(access: Access, name: string, values: { [field: string]: unknown }, chinese: boolean): WireRecord {
    if (!access.actions(name).includes('create'))
      throw new Refusal(403, 'forbidden', chinese ? '没有权限' : 'forbidden')
    const entity = this.entity(name)
    const now = new Date().toISOString()
    const n = this.next++
    const empty = Object.fromEntries(entity.fields.map((field) => [field.name, null]))
    const by = access.account.id
    const record: WireRecord = {
      ...empty,
      ...(entity.owner ? { [entity.owner]: by } : {}),
      ...this.checked(entity, { id: '', ...values }, chinese),
      id: `11111111-0000-4000-8000-${String(n).padStart(12, '0')}`,
      created_at: now,
      created_by: by,
      updated_at: now,
      updated_by: by,
      version: 1,
    }
    if (entity.fields.some((field) => field.name === 'number')) record.number = `C-${20000 + n}`
    this.records.set(name, [record, ...(this.records.get(name) ?? [])])
    this.note(access, record.id, { action: 'create' })
    return record
  }

  update(
    access: Access,
    name: string,
    id: string,
    changes: { [field: string]: unknown },
    chinese: boolean,
  ): WireRecord {
    const record = this.find(access, name, id)
    const entity = this.entity(name)
    const refused = Object.keys(changes).filter((field) => {
      const known = entity.fields.find((candidate) => candidate.name === field)
      return !known || access.cell(name, record, known) !== 'write'
    })
    if (refused.length > 0) {
      const message = chinese ? '您没有权限修改此字段' : 'You may not change this field'
      const errors = refused.map((field) => ({ pointer: `/${field}`, code: 'forbidden', message }))
      throw new Refusal(403, 'forbidden', message, errors)
    }
    const after = this.checked(entity, { ...record, ...changes }, chinese)
    const fields = Object.keys(changes).map((field) => ({
      name: field,
      before: record[field],
      after: after[field],
    }))
    Object.assign(record, after, {
      version: Number(record.version) + 1,
      updated_at: new Date().toISOString(),
      updated_by: access.account.id,
    })
    this.note(access, id, { action: 'update', fields })
    return record
  }

  setArchived(access: Access, name: string, id: string, archived: boolean): WireRecord {
    const record = this.find(access, name, id)
    if (!access.mayChange(name, record)) throw new Refusal(403, 'forbidden', 'forbidden')
    record.archived_at = archived ? new Date().toISOString() : null
    this.note(access, id, { action: archived ? 'archive' : 'restore' })
    return record
  }

  history(access: Access, name: string, id: string): HistoryEntry[] {
    const record = this.find(access, name, id)
    const first: HistoryEntry = {
      at: String(record.created_at),
      by: this.person(record.created_by),
      action: 'create',
    }
    const known = this.changes.get(id) ?? []
    return (known.some((entry) => entry.action === 'create') ? known : [...known, first]).map((entry) => ({
      ...entry,
      fields: entry.fields?.filter(
        (change) => access.knows(name, change.name) && !access.masks(name, record, change.name),
      ),
    }))
  }

  importRows(
    access: Access,
    name: string,
    rows: { [field: string]: string }[],
    chinese: boolean,
  ): ImportResult {
    const entity = this.entity(name)
    const result: Required<ImportResult> = { created: 0, failed: 0, errors: [] }
    rows.forEach((row, at) => {
      try {
        this.create(
          access,
          name,
          Object.fromEntries(
            Object.entries(row).map(([field, text]) => [field, parsed(entity, field, text)]),
          ),
          chinese,
        )
        result.created++
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        result.failed++
        result.errors.push(...error.errors.map((detail) => ({ ...detail, line: at + 2 })))
      }
    })
    return result
  }

  /** A record as a caller sees it. */
  readable(access: Access, entity: DraftEntity, record: WireRecord): WireRecord {
    const redacted: string[] = []
    const seen: WireRecord = { id: record.id }
    for (const { name } of entity.fields) {
      if (!access.knows(entity.name, name)) continue
      const masked = access.masks(entity.name, record, name)
      if (masked) redacted.push(name)
      seen[name] = masked ? maskPhone(record[name]) : (record[name] ?? null)
    }
    if (redacted.length > 0) seen._meta = { redacted }
    return seen
  }

  /** The name of a record that another one points to. */
  label(entity: string, id: unknown): { id: string; name: unknown } | null {
    const record = (this.records.get(entity) ?? []).find((candidate) => candidate.id === id)
    return record ? { id: record.id, name: record[this.entity(entity).label] } : null
  }

  private person(id: unknown): { id: string; name: string } | null {
    const account = this.accounts.find((candidate) => candidate.id === id)
    return account ? { id: account.id, name: account.name } : null
  }

  private note(access: Access, id: string, entry: Pick<HistoryEntry, 'action' | 'fields'>): void {
    const by = { id: access.account.id, name: access.account.name }
    const entries = this.changes.get(id) ?? []
    this.changes.set(id, [{ at: new Date().toISOString(), by, ...entry }, ...entries])
  }

  private checked(entity: DraftEntity, record: WireRecord, chinese: boolean): WireRecord {
    const errors = problemsOf(entity.fields, record, chinese)
    if (errors.length > 0)
      throw new Refusal(422, 'invalid', chinese ? '有内容需要修改' : 'Some fields need a change', errors)
    const values = entity.fields.filter((field) => field.name in record)
    return {
      id: record.id,
      ...Object.fromEntries(values.map((field) => [field.name, canonical(field, record[field.name])])),
    }
  }
}

function parsed(entity: DraftEntity, name: string, text: string): unknown {
  const type = entity.fields.find((field) => field.name === name)?.type ?? 'text'
  if (text === '') return null
  if (['integer', 'number', 'money', 'percent'].includes(type)) return Number(text)
  if (type === 'boolean') return text === 'true' || text === '是'
  return type === 'tags' || type === 'choices' ? text.split(';') : text
}

function textOf(record: WireRecord): string {
  return [record.name, record.phone, record.email, record.number].filter(Boolean).join(' ').toLowerCase()
}

function sorted(records: WireRecord[], sort: string): WireRecord[] {
  const name = sort.replace('-', '')
  const sign = sort.startsWith('-') ? -1 : 1
  return [...records].sort((x, y) => {
    const [a, b] = [x[name], y[name]]
    if (a === null || b === null) return a === b ? 0 : (a === null ? 1 : -1) * sign
    if (typeof a === 'number' && typeof b === 'number') return (a - b) * sign
    return String(a).localeCompare(String(b), 'zh') * sign
  })
}
