import { describe, expect, it } from 'vitest'
import { type Doc, keyOf } from '../core/document.ts'
import { fieldDoc } from '../core/entity.ts'
import type { Named } from '../core/useBench.ts'
import { around, graphOf } from './graph.ts'
import { arrange, heightOf, width } from './layout.ts'
import { mayRelate, relate } from './relate.ts'

const entity = (name: string, fields: { [name: string]: Doc }): Named => ({
  key: keyOf('entity', name),
  name,
  doc: { name, title: { en: name.toUpperCase() }, properties: fields },
})
const relation = (to: string, type = 'relation'): Doc => ({ 'x-field': type, 'x-entity': to, title: to })

const all = [
  entity('order', {
    buyer: relation('customer'),
    tags: relation('tag', 'relations'),
    self: relation('order'),
  }),
  entity('customer', { owner: { 'x-field': 'user' }, name: { 'x-field': 'text' } }),
  entity('tag', {}),
  entity('user', {}),
  entity('alone', { gone: relation('gone') }),
]

describe('the diagram', () => {
  const graph = graphOf(all, 'en', false)

  it('has every entity, and every relation between those that are drawn', () => {
    expect(graph.entities.map(({ title }) => title)).toEqual(['ORDER', 'CUSTOMER', 'TAG', 'USER', 'ALONE'])
    expect(graph.relations.map(({ id, to, many }) => [id, to, many])).toEqual([
      ['order.buyer', 'customer', false],
      ['order.tags', 'tag', true],
      ['order.self', 'order', false],
      ['customer.owner', 'user', false],
    ])
    expect(graphOf(all.slice(0, 1), 'en', true)).toMatchObject({
      entities: [{ fields: [], more: 0 }],
      relations: [{ id: 'order.self' }],
    })
    expect([...around(graph, 'customer')].sort()).toEqual(['customer', 'order', 'user'])
  })

  it('lets nothing lie above another', () => {
    const many = Array.from({ length: 40 }, (_, nth) =>
      entity(`e${nth}`, nth % 3 === 0 ? {} : { up: relation(`e${Math.floor(nth / 2)}`) }),
    )
    const drawn = graphOf(many, 'en', false)
    const places = arrange(drawn)
    expect(places.size).toBe(40)
    const boxes = drawn.entities.map((one) => ({ ...places.get(one.name), height: heightOf(one) }))
    for (const [at, one] of boxes.entries())
      for (const other of boxes.slice(at + 1)) {
        const [a, b] = [
          one as { x: number; y: number; height: number },
          other as typeof one & { x: number; y: number },
        ]
        const apart =
          a.x + width <= b.x || b.x + width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
        expect(apart).toBe(true)
      }
  })

  it.each<[string, boolean, string, string | undefined]>([
    ['customer', false, 'relation', 'customer'],
    ['customer', true, 'relations', 'customer'],
    ['user', false, 'user', undefined],
    ['user', true, 'users', undefined],
    ['department', false, 'department', undefined],
    ['department', true, 'relations', 'department'],
  ])('relates to %s (many: %s) by %s', (target, many, type, to) => {
    const made = relate(all[2]?.doc ?? {}, target, 'Customer', many)
    const field = fieldDoc(made.entity, made.name)
    expect([made.name, field?.['x-field'], field?.['x-entity'], field?.title]).toEqual([
      'customer',
      type,
      to,
      'Customer',
    ])
    const again = relate(made.entity, target, 'Customer', many)
    expect(again.name).not.toBe(made.name)
  })

  it('leaves what comes with the product as it is', () => {
    expect(mayRelate({ 'x-package': 'core' })).toBe(false)
    expect(mayRelate({})).toBe(true)
    expect(mayRelate(undefined)).toBe(false)
  })
})
