import type { Entity, View, ViewKind, WireRecord } from '@mortise/sdk'
import { relatedId } from '@/lib/definition.ts'
import { type Group, parseFilter } from '../filter/filter.ts'

/** The kinds of views, the most usual first. */
export const viewKinds: ViewKind[] = ['table', 'kanban', 'calendar', 'tree', 'gallery']

/** The members of a view that name the field by which it is drawn. */
export type DrawnBy = Pick<View, 'group' | 'start' | 'end' | 'parent' | 'cover'>

/** What a user's own view keeps, besides its title; filter holds all of it, for other clients. */
export interface SavedQuery extends DrawnBy {
  kind?: ViewKind
  columns?: View['columns']
  filter?: string
  /** The part of filter that was there before the user's own conditions. */
  base?: string
  /** The user's own conditions. */
  chips?: Group
  q?: string
  sort?: string[]
}

/** A list as it is offered: one of the entity's own, or one that a user keeps. */
export interface ListView extends View {
  /** Given when it is a user's. */
  saved?: { id: string; owner: string | null; audience: string }
  /** Conditions to begin with. */
  chips?: Group
  q?: string
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function listOf(value: unknown): string[] | undefined {
  const list = typeof value === 'string' ? value.split(',') : value
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string' && one !== '') : undefined
}

function columnsOf(query: SavedQuery, entity: Entity, usual: View): View['columns'] {
  const columns = Array.isArray(query.columns) ? query.columns : []
  const known = columns.filter((column) => entity.fields.some((field) => field.name === column?.field))
  return known.length > 0 ? known : usual.columns
}

/** The kind of a view, as far as the fields that it needs are readable now. */
function kindOf(query: SavedQuery, entity: Entity): ViewKind | undefined {
  const member = {
    table: undefined,
    kanban: 'group',
    calendar: 'start',
    tree: 'parent',
    gallery: 'cover',
  } as const
  const kind = viewKinds.find((one) => one === query.kind)
  const needed = kind && member[kind]
  if (!needed) return undefined
  return entity.fields.some((field) => field.name === query[needed]) ? kind : undefined
}

/** The view that a record of saved_view keeps; usual is drawn where it says nothing. */
export function viewOf(record: WireRecord, entity: Entity, usual: View): ListView {
  const query = (typeof record.query === 'object' && record.query !== null ? record.query : {}) as SavedQuery
  const chips = query.chips ? parseFilter(query.chips) : undefined
  const own = chips !== undefined && chips.children.length > 0
  return {
    name: record.id,
    title: String(record.title ?? ''),
    kind: kindOf(query, entity),
    columns: columnsOf(query, entity, usual),
    filter: text(own ? query.base : query.filter),
    sort: listOf(query.sort),
    group: text(query.group),
    start: text(query.start),
    end: text(query.end),
    parent: text(query.parent),
    cover: text(query.cover),
    chips: own ? chips : undefined,
    q: text(query.q),
    saved: {
      id: record.id,
      owner: relatedId(record.owner),
      audience: String(record.audience ?? 'private'),
    },
  }
}

/** What a list shows now. */
export interface Shown {
  view: ListView
  columns: View['columns']
  chips: Group
  /** Of view and chips together. */
  expression: string | undefined
  sort: string[]
  q: string
}

/** What to keep of a list that is shown, drawn as it is or in another way. */
export function queryOf(shown: Shown, drawn: DrawnBy & { kind?: ViewKind } = shown.view): SavedQuery {
  const { view, columns, chips, expression, sort, q } = shown
  const own = chips.children.length > 0
  const query: SavedQuery = {
    kind: drawn.kind ?? 'table',
    columns,
    filter: expression,
    base: own ? view.filter : undefined,
    chips: own ? chips : undefined,
    q: q || undefined,
    sort: sort.length > 0 ? sort : undefined,
    group: drawn.group,
    start: drawn.start,
    end: drawn.end,
    parent: drawn.parent,
    cover: drawn.cover,
  }
  return JSON.parse(JSON.stringify(query)) as SavedQuery
}

/** The fields by which a kind of view can be drawn, by the member that names one. */
export function drawnByFields(
  entity: Entity,
  kind: ViewKind,
): { member: keyof DrawnBy; fields: Entity['fields'] }[] {
  const of = (...types: string[]) =>
    entity.fields.filter(
      (field) => types.includes(field.type) && field.filterable !== false && !field.computed,
    )
  const dates = entity.fields.filter(
    (field) => (field.type === 'date' || field.type === 'datetime') && field.filterable !== false,
  )
  switch (kind) {
    case 'kanban':
      return [{ member: 'group', fields: of('choice', 'boolean', 'user', 'department', 'relation') }]
    case 'calendar':
      return [
        { member: 'start', fields: dates },
        { member: 'end', fields: dates },
      ]
    case 'tree':
      return [
        {
          member: 'parent',
          fields: of('relation', 'department').filter(
            (field) => (field.entity ?? field.type) === entity.name,
          ),
        },
      ]
    case 'gallery':
      return [{ member: 'cover', fields: entity.fields.filter((field) => field.type === 'image') }]
    default:
      return []
  }
}

/** The kinds that an entity's fields can be drawn as. */
export function possibleKinds(entity: Entity): ViewKind[] {
  return viewKinds.filter((kind) => drawnByFields(entity, kind)[0]?.fields.length !== 0)
}
