import type { Entity } from '@mortise/sdk'
import { type Doc, isObject, listAt, textAt, withMembers } from '../core/document.ts'
import { placed } from '../core/placed.ts'
import { membersFor, type ViewKind } from './kinds.ts'

/** Of so many fields a view sorts by at most: the server takes no more. */
export const mostSorted = 5
/** So many rules of colour a view has at most. */
export const mostColors = 20
/** How wide a column is at least and at most, in CSS pixels. */
export const narrowest = 60
export const widest = 800

const isPinned = (column: Doc) => column.pinned === true

/** The columns of a view as lists draw them: those that stay stand first. */
export function columnsOf(view: Doc | undefined): readonly Doc[] {
  const columns = listAt<unknown>(view, 'columns').filter(isObject)
  return [...columns.filter(isPinned), ...columns.filter((column) => !isPinned(column))]
}

/** The fields of the columns of a view. */
export function columnNames(view: Doc | undefined): readonly string[] {
  return columnsOf(view).map((column) => textAt(column, 'field'))
}

/** Where a column stands; -1 for a field that is not shown. */
export function placeOf(view: Doc | undefined, field: string): number {
  return columnNames(view).indexOf(field)
}

function withColumns(view: Doc, columns: readonly Doc[]): Doc {
  return { ...view, columns: [...columns.filter(isPinned), ...columns.filter((one) => !isPinned(one))] }
}

/**
 * Moves a column to a place, counted without it. Among those that stay it stays, too, and among the others
 * it does not; between both it is as it was.
 */
export function moveColumn(view: Doc, field: string, to: number): Doc {
  const columns = columnsOf(view)
  const from = placeOf(view, field)
  if (from < 0) return view
  const next = placed(columns, from, to)
  const at = next.findIndex((column) => textAt(column, 'field') === field)
  const [before, moved, behind] = [next[at - 1], next[at], next[at + 1]]
  if (!moved) return view
  const stays = behind && isPinned(behind) ? true : before && !isPinned(before) ? false : isPinned(moved)
  next[at] = withMembers(moved, { pinned: stays || undefined })
  return withColumns(view, next)
}

/** Puts a column before what stands at a place as it is drawn; a field that is not shown yet is added there. */
export function dropColumn(view: Doc, field: string, before: number): Doc {
  const from = placeOf(view, field)
  if (from >= 0) return moveColumn(view, field, from < before ? before - 1 : before)
  const added = withColumns(view, [...columnsOf(view), { field }])
  return moveColumn(added, field, before)
}

/** The view without a column; the last one stays, as a list without any shows nothing. */
export function removeColumn(view: Doc, field: string): Doc {
  const rest = columnsOf(view).filter((column) => textAt(column, 'field') !== field)
  return rest.length > 0 && rest.length < columnsOf(view).length ? withColumns(view, rest) : view
}

/** Sets members of a column; undefined ones are taken away. */
export function setColumn(view: Doc, field: string, members: { [member: string]: unknown }): Doc {
  if (placeOf(view, field) < 0) return view
  return withColumns(
    view,
    columnsOf(view).map((column) =>
      textAt(column, 'field') === field ? withMembers(column, members) : column,
    ),
  )
}

/** Makes a column so wide, within what lists draw; as wide as its type without a number. */
export function setWidth(view: Doc, field: string, width: number | undefined): Doc {
  const fits = width === undefined ? undefined : Math.round(Math.max(narrowest, Math.min(widest, width)))
  return setColumn(view, field, { width: fits })
}

/** What is drawn of an entity without a view: its first fields. */
export function generatedView(entity: Entity, name: string, title: unknown): Doc {
  const fields = entity.fields.filter((field) => !field.system).slice(0, 8)
  const shown = fields.length > 0 ? fields.map((field) => field.name) : ['created_at']
  return { name, entity: entity.name, title, columns: shown.map((field) => ({ field })) }
}

/** Draws the records of a view in another way; what this way has no use for goes, what it needs is chosen. */
export function setKind(view: Doc, entity: Entity, kind: ViewKind): Doc {
  return withMembers(view, membersFor(entity, kind, view))
}

/** One field that a view sorts by. */
export interface Order {
  field: string
  descending: boolean
}

/** What a view sorts by, the first before the next. */
export function ordersOf(view: Doc | undefined): readonly Order[] {
  return listAt<string>(view, 'sort').map((key) => ({
    field: key.replace(/^-/, ''),
    descending: key.startsWith('-'),
  }))
}

/** The view sorted so; a field counts once. */
export function withOrders(view: Doc, orders: readonly Order[]): Doc {
  const once = orders.filter(({ field }, at) => orders.findIndex((order) => order.field === field) === at)
  const sort = once.slice(0, mostSorted).map(({ field, descending }) => (descending ? `-${field}` : field))
  return withMembers(view, { sort: sort.length > 0 ? sort : undefined })
}

/** Puts one of the fields that a view sorts by at another place. */
export function moveOrder(view: Doc, from: number, to: number): Doc {
  return withOrders(view, placed(ordersOf(view), from, to))
}

/** The rules of colour of a view. */
export function colorsOf(view: Doc | undefined): readonly Doc[] {
  return listAt<unknown>(view, 'colors').filter(isObject)
}

function withColors(view: Doc, colors: readonly Doc[]): Doc {
  return withMembers(view, { colors: colors.length > 0 ? colors : undefined })
}

/** Adds a rule of colour behind the others. */
export function addColor(view: Doc, when: string, color: string): Doc {
  const colors = colorsOf(view)
  return colors.length < mostColors ? withColors(view, [...colors, { when, color }]) : view
}

/** Sets members of a rule of colour. */
export function setColor(view: Doc, at: number, members: { [member: string]: unknown }): Doc {
  return withColors(
    view,
    colorsOf(view).map((rule, nth) => (nth === at ? withMembers(rule, members) : rule)),
  )
}

/** Puts a rule of colour at another place: the first that holds counts. */
export function moveColor(view: Doc, from: number, to: number): Doc {
  return withColors(view, placed(colorsOf(view), from, to))
}

/** The view without a rule of colour. */
export function removeColor(view: Doc, at: number): Doc {
  return withColors(
    view,
    colorsOf(view).filter((_, nth) => nth !== at),
  )
}
