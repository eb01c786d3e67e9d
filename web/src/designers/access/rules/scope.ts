import { type Doc, isObject, listAt, objectAt, same, textAt, withMembers } from '../../core/document.ts'

/** A part of a scope with its settings. */
export interface ScopePart {
  kind: string
  pool?: string
  field?: string
  attribute?: string
  below?: boolean
  through?: readonly string[]
  every?: boolean
}

/** The parts of a scope, however it is written. */
export function partsOf(scope: unknown): readonly ScopePart[] {
  const list = Array.isArray(scope) ? scope : scope === undefined ? [] : [scope]
  return list.map(
    (part): ScopePart => (isObject(part) ? (part as unknown as ScopePart) : { kind: String(part) }),
  )
}

/** A scope of parts, written as short as it can be; without parts it covers nothing. */
export function scopeFrom(parts: readonly ScopePart[]): unknown {
  const list = parts.map((part) => (Object.keys(part).length === 1 ? part.kind : part))
  if (list.length === 0) return 'none'
  return list.length === 1 ? list[0] : list
}

/** The settings that a kind of part knows. */
const settings: { [kind: string]: readonly string[] } = {
  department: ['below'],
  pool: ['pool'],
  partition: ['field', 'attribute', 'below'],
  related: ['through', 'every'],
}

/** Whether a kind of part has a setting. */
export function hasSetting(kind: string, setting: string): boolean {
  return settings[kind]?.includes(setting) ?? false
}

/** A part of another kind, with the settings that both know. */
export function withKind(part: ScopePart, kind: string): ScopePart {
  const known = Object.entries(part).filter(([name]) => name !== 'kind' && hasSetting(kind, name))
  return { kind, ...Object.fromEntries(known) } as ScopePart
}

/** A part with a setting; an empty one is taken away. */
export function withSetting(part: ScopePart, setting: string, value: unknown): ScopePart {
  const empty =
    value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)
  return withMembers(part as unknown as Doc, { [setting]: empty ? undefined : value }) as unknown as ScopePart
}

/** The grant with these actions; scopes of actions that it does not have go. */
export function setActions(grant: Doc, actions: readonly string[]): Doc {
  const scopes = Object.fromEntries(
    Object.entries(objectAt(grant, 'scopes')).filter(([action]) => actions.includes(action)),
  )
  const hands = actions.some((action) => action === 'transfer' || action === 'assign')
  return withMembers(grant, {
    actions,
    scopes: Object.keys(scopes).length > 0 ? scopes : undefined,
    to: hands ? (grant.to ?? 'all') : grant.to,
  })
}

/** The grant with another scope for one of its actions; none, or the same as all, takes it away. */
export function setActionScope(grant: Doc, action: string, scope: unknown): Doc {
  const { [action]: _, ...rest } = objectAt(grant, 'scopes')
  const next = scope === undefined || same(scope, grant.scope) ? rest : { ...rest, [action]: scope }
  return withMembers(grant, { scopes: Object.keys(next).length > 0 ? next : undefined })
}

/** How a set of fields is said: nothing, all, only some, all but some. */
export type FieldSetKind = 'none' | 'all' | 'only' | 'except'

/** What a set of fields says. */
export function fieldSetOf(set: unknown): { kind: FieldSetKind; names: readonly string[]; grade: string } {
  if (set === undefined) return { kind: 'none', names: [], grade: '' }
  if (!isObject(set)) return { kind: 'all', names: [], grade: '' }
  if (set.only !== undefined)
    return { kind: 'only', names: listAt<string>(set, 'only'), grade: textAt(set, 'grade') }
  const names = listAt<string>(set, 'except')
  return { kind: names.length > 0 ? 'except' : 'all', names, grade: textAt(set, 'grade') }
}

/** A set of fields, written as short as it can be. */
export function fieldSetFrom(kind: FieldSetKind, names: readonly string[], grade: string): unknown {
  if (kind === 'none') return undefined
  const graded = grade === '' ? {} : { grade }
  if (kind === 'only') return { only: [...names], ...graded }
  if (kind === 'except') return { except: [...names], ...graded }
  return grade === '' ? 'all' : graded
}
