import type { Entity } from '@mortise/sdk'
import { type Doc, type Key, keyOf, listAt, withMembers } from '../core/document.ts'
import { placed } from '../core/placed.ts'
import type { Named } from '../core/useBench.ts'
import { generatedView, setKind } from './commands.ts'
import type { ViewKind } from './kinds.ts'

/** What is done to several views in one step. */
export type Changes = { [key: Key]: Doc | undefined }

const orderOf = ({ doc }: Named) => (typeof doc.order === 'number' ? doc.order : 0)

/** The views of an entity as users see them: by order, then by name. */
export function sortedViews(views: readonly Named[]): readonly Named[] {
  return [...views].sort((one, other) => orderOf(one) - orderOf(other) || (one.name < other.name ? -1 : 1))
}

/** The view that is wanted, else the first; undefined when there is none. */
export function chosenView(views: readonly Named[], wanted: string | undefined): Named | undefined {
  return views.find(({ name }) => name === wanted) ?? views[0]
}

/** What changes so that the view at a place stands there: as few others as possible get another order. */
function settled(views: readonly Named[], at: number): Changes {
  const orders = views.map(orderOf)
  const [before, behind] = [orders[at - 1], orders[at + 1]]
  orders[at] = before !== undefined ? before + 1 : behind !== undefined ? behind - 1 : 1
  for (let next = at + 1; next < orders.length; next++) {
    const least = (orders[next - 1] ?? 0) + 1
    if ((orders[next] ?? 0) >= least) break
    orders[next] = least
  }
  const changes: Changes = {}
  for (const [place, view] of views.entries())
    if (orders[place] !== orderOf(view)) changes[view.key] = { ...view.doc, order: orders[place] }
  return changes
}

/** What changes when a view stands at another place. */
export function reordered(views: readonly Named[], from: number, to: number): Changes {
  return from === to ? {} : settled(placed(views, from, to), to)
}

/** What changes when a view is added behind the one at a place; the others make room. */
export function added(views: readonly Named[], fresh: Doc, name: string, behind: number): Changes {
  const one: Named = { key: keyOf('view', name), name, doc: fresh }
  const changes = settled(views.toSpliced(behind + 1, 0, one), behind + 1)
  changes[one.key] ??= fresh
  return changes
}

/** A new view of a kind, with the columns that lists without views have. */
export function newView(entity: Entity, kind: ViewKind, name: string, title: unknown): Doc {
  const view = generatedView(entity, name, title)
  // A card tells little: the picture or the group that it stands in says the rest.
  const columns = kind === 'table' ? view.columns : listAt(view, 'columns').slice(0, 5)
  return setKind({ ...view, columns }, entity, kind)
}

/** A copy of a view; nobody begins with it yet. */
export function copyOf(view: Doc, name: string, title: unknown): Doc {
  return withMembers(view, { name, title, default_for: undefined })
}

/** What changes when these roles begin with a view: a role begins with one, so the others let go of it. */
export function beginWith(views: readonly Named[], name: string, roles: readonly string[]): Changes {
  const changes: Changes = {}
  for (const { key, name: own, doc } of views) {
    const now = listAt<string>(doc, 'default_for')
    const next = own === name ? roles : now.filter((role) => !roles.includes(role))
    if (own === name || next.length < now.length)
      changes[key] = withMembers(doc, { default_for: next.length > 0 ? [...next] : undefined })
  }
  return changes
}
