import { Graph as Dagre, layout } from '@dagrejs/dagre'
import type { DrawnEntity, Graph } from './graph.ts'

/** Where something stands, in CSS pixels. */
export interface Point {
  x: number
  y: number
}

/** The width of an entity in CSS pixels. */
export const width = 208

/** The height of an entity in CSS pixels, by what is listed in it. */
export function heightOf({ fields, more }: DrawnEntity): number {
  return 38 + fields.length * 22 + (more > 0 ? 22 : 0) + (fields.length > 0 ? 8 : 0)
}

const gap = 36

/** Places for all entities: related ones from left to right, those that stand alone in rows below. */
export function arrange({ entities, relations }: Graph): ReadonlyMap<string, Point> {
  const related = new Set(relations.flatMap(({ from, to }) => (from === to ? [] : [from, to])))
  const places = new Map<string, Point>()
  const dagre = new Dagre()
  dagre.setGraph({ rankdir: 'LR', nodesep: gap, ranksep: 110 })
  dagre.setDefaultEdgeLabel(() => ({}))
  for (const entity of entities)
    if (related.has(entity.name)) dagre.setNode(entity.name, { width, height: heightOf(entity) })
  for (const { from, to } of relations) if (from !== to) dagre.setEdge(from, to)
  layout(dagre)
  let below = 0
  for (const entity of entities) {
    if (!related.has(entity.name)) continue
    const { x, y } = dagre.node(entity.name) as Point
    const height = heightOf(entity)
    places.set(entity.name, { x: x - width / 2, y: y - height / 2 })
    below = Math.max(below, y + height / 2)
  }
  const alone = entities.filter(({ name }) => !related.has(name))
  const across = Math.max(4, Math.ceil(Math.sqrt(alone.length)))
  let top = below > 0 ? below + 2 * gap : 0
  for (let at = 0; at < alone.length; at += across) {
    const row = alone.slice(at, at + across)
    for (const [column, { name }] of row.entries()) places.set(name, { x: column * (width + gap), y: top })
    top += Math.max(...row.map(heightOf)) + gap
  }
  return places
}
