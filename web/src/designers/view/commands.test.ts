import type { Entity, Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import schema from '../../../../engine/definition/schemas/view.json'
import { type Doc, keyOf } from '../core/document.ts'
import type { Named } from '../core/useBench.ts'
import { Workbench } from '../core/Workbench.ts'
import * as commands from './commands.ts'
import { selectedAt } from './design.ts'
import { canBe, fieldsFor, viewKinds } from './kinds.ts'
import { added, beginWith, chosenView, copyOf, newView, reordered, sortedViews } from './views.ts'

const view: Doc = {
  name: 'deal.all',
  entity: 'deal',
  title: 'All',
  columns: [
    { field: 'a', pinned: true },
    { field: 'b', pinned: true, width: 90 },
    { field: 'c' },
    { field: 'd', aggregate: 'sum' },
  ],
  sort: ['a', '-b'],
  colors: [
    { when: 'a == 1', color: 'red' },
    { when: 'b == 2', color: 'blue' },
  ],
}
const names = (doc: Doc) => commands.columnNames(doc).join('')
const pinned = (doc: Doc) =>
  commands
    .columnsOf(doc)
    .filter((column) => column.pinned)
    .map(({ field }) => field)
    .join('')

const field = (name: string, type: string, more: Partial<Field> = {}): Field => ({
  name,
  type,
  title: name,
  ...more,
})
const entity: Entity = {
  name: 'deal',
  title: 'Deal',
  label: 'name',
  actions: ['read'],
  fields: [
    field('name', 'text'),
    field('owner', 'user'),
    field('stage', 'choice', { options: [{ value: 'new', title: 'New' }] }),
    field('state', 'choice', { computed: 'formula' }),
    field('due', 'date', { computed: 'formula' }),
    field('photo', 'image'),
    field('above', 'relation', { entity: 'deal' }),
    field('customer', 'relation', { entity: 'customer' }),
    field('created_at', 'datetime', { system: true }),
    field('created_by', 'user', { system: true }),
  ],
}
const bare: Entity = {
  ...entity,
  fields: [field('name', 'text'), field('created_at', 'datetime', { system: true })],
}

describe('columns', () => {
  it('move to a place, counted without the one that moves', () => {
    expect(names(commands.moveColumn(view, 'c', 3))).toBe('abdc')
    expect(names(commands.moveColumn(view, 'd', 2))).toBe('abdc')
    expect(commands.moveColumn(view, 'x', 0)).toBe(view)
  })
  it('stay in place among those that do, and no more among the others', () => {
    expect(pinned(commands.moveColumn(view, 'd', 1))).toBe('adb')
    expect(pinned(commands.moveColumn(view, 'a', 3))).toBe('b')
    expect(pinned(commands.moveColumn(view, 'a', 1))).toBe('ba')
  })
  it('between both keep what they were', () => {
    expect(pinned(commands.moveColumn(view, 'd', 2))).toBe('ab')
  })
  it('are dropped before what stands at a place as it is drawn', () => {
    expect(names(commands.dropColumn(view, 'c', 4))).toBe('abdc')
    expect(names(commands.dropColumn(view, 'a', 3))).toBe('bcad')
    expect(names(commands.dropColumn(view, 'd', 2))).toBe('abdc')
    expect(names(commands.dropColumn(view, 'x', 3))).toBe('abcxd')
    expect(pinned(commands.dropColumn(view, 'x', 0))).toBe('xab')
  })
  it('moved by a drop, by steps and by menu give the same view', () => {
    const bySteps = [3, 2].reduce(
      (now) => commands.moveColumn(now, 'd', commands.placeOf(now, 'd') - 1),
      view,
    )
    expect(bySteps).toEqual(commands.dropColumn(view, 'd', 1))
  })
  it('are taken out, but for the last', () => {
    const one = ['a', 'b', 'c'].reduce(commands.removeColumn, view)
    expect(names(one)).toBe('d')
    expect(commands.removeColumn(one, 'd')).toBe(one)
  })
  it('that stay stand first, whatever the document says', () => {
    expect(names({ ...view, columns: [{ field: 'x' }, { field: 'y', pinned: true }] })).toBe('yx')
    expect(names(commands.setColumn(view, 'd', { pinned: true }))).toBe('abdc')
  })
  it('are as wide as lists draw them', () => {
    const width = (value: number | undefined) =>
      commands.columnsOf(commands.setWidth(view, 'b', value))[1]?.width
    expect([width(120.4), width(3), width(4000), width(undefined)]).toEqual([120, 60, 800, undefined])
  })
})

describe('sorting and colours', () => {
  it('counts each field once, and no more than the server takes', () => {
    const order = (name: string) => ({ field: name, descending: false })
    expect(commands.withOrders(view, [...commands.ordersOf(view), order('b')]).sort).toEqual(['a', '-b'])
    expect(commands.withOrders(view, [...'abcdefg'].map(order)).sort).toHaveLength(5)
    expect('sort' in commands.withOrders(view, [])).toBe(false)
  })
  it('moves keys and rules', () => {
    expect(commands.moveOrder(view, 0, 1).sort).toEqual(['-b', 'a'])
    expect(commands.colorsOf(commands.moveColor(view, 1, 0)).map(({ color }) => color)).toEqual([
      'blue',
      'red',
    ])
  })
  it('leaves nothing behind', () => {
    expect('colors' in commands.removeColor(commands.removeColor(view, 0), 0)).toBe(false)
  })
})

describe('kinds', () => {
  it('offer the fields that the server takes', () => {
    const offered = (kind: (typeof viewKinds)[number], member: 'group' | 'start' | 'parent' | 'cover') =>
      fieldsFor(entity, kind, member).map(({ name }) => name)
    expect(offered('kanban', 'group')).toEqual(['owner', 'stage', 'above', 'customer'])
    expect(offered('calendar', 'start')).toEqual(['due', 'created_at'])
    expect(offered('tree', 'parent')).toEqual(['above'])
    expect(offered('gallery', 'cover')).toEqual(['photo'])
  })
  it('are not there for an entity without what they need', () => {
    expect(viewKinds.filter((kind) => canBe(bare, kind))).toEqual(['table', 'calendar'])
  })
  it('choose what they need, and drop what they have no use for', () => {
    const board = commands.setKind(view, entity, 'kanban')
    expect([board.kind, board.group]).toEqual(['kanban', 'stage'])
    expect(commands.setKind({ ...board, group: 'owner' }, entity, 'table').group).toBe('owner')
    const days = commands.setKind(board, entity, 'calendar')
    expect([days.start, 'group' in days, 'end' in days]).toEqual(['due', false, false])
    expect('kind' in commands.setKind(days, entity, 'table')).toBe(false)
  })
})

const named = (name: string, more: Doc = {}): Named => ({
  key: keyOf('view', name),
  name,
  doc: { ...view, name, ...more },
})

describe('views of an entity', () => {
  const views = [named('deal.a', { order: 1, default_for: ['x', 'y'] }), named('deal.b', { order: 2 })]
  it('stand by order, then by name; the first is chosen', () => {
    const list = sortedViews([named('deal.c', { order: 1 }), ...views])
    expect(list.map(({ name }) => name)).toEqual(['deal.a', 'deal.c', 'deal.b'])
    expect(chosenView(list, 'deal.b')?.name).toBe('deal.b')
    expect(chosenView(list, 'deal.gone')?.name).toBe('deal.a')
  })
  it('are put in another order in one step', () => {
    const bench = new Workbench(new Map(views.map(({ key, doc }) => [key, doc])))
    bench.do({ label: 'Order', changes: reordered(views, 0, 1) })
    expect([bench.get('view/deal.a')?.order, bench.get('view/deal.b')?.order]).toEqual([3, 2])
    bench.undo()
    expect(bench.get('view/deal.a')?.order).toBe(1)
  })
  it('change as few others as possible', () => {
    const many = [1, 1, 4, 5, 9].map((order, at) => named(`deal.${'abcde'[at]}`, { order }))
    const moved = (from: number, to: number) => {
      const changes = reordered(many, from, to)
      const list = sortedViews(many.map((one) => ({ ...one, doc: changes[one.key] ?? one.doc })))
      return [list.map(({ name }) => name.slice(-1)).join(''), Object.keys(changes).length]
    }
    expect(moved(4, 0)).toEqual(['eabcd', 1])
    expect(moved(0, 4)).toEqual(['bcdea', 1])
    expect(moved(4, 2)).toEqual(['abecd', 1])
    expect(moved(4, 3)).toEqual(['abced', 2])
    expect(moved(4, 1)).toEqual(['aebcd', 2])
    expect(moved(2, 2)).toEqual(['abcde', 0])
  })
  it('make room for a copy, with which nobody begins', () => {
    const copy = copyOf(views[0]?.doc ?? {}, 'deal.copy', 'Copy')
    const changes = added(views, copy, 'deal.copy', 0)
    expect(changes['view/deal.copy']?.order).toBe(2)
    expect(changes['view/deal.b']?.order).toBe(3)
    expect('default_for' in copy).toBe(false)
  })
  it('give each role one to begin with', () => {
    const changes = beginWith(views, 'deal.b', ['y'])
    expect(changes['view/deal.a']?.default_for).toEqual(['x'])
    expect(changes['view/deal.b']?.default_for).toEqual(['y'])
    expect('default_for' in (beginWith(views, 'deal.a', [])['view/deal.a'] ?? {})).toBe(false)
  })
  it('of each kind have members that the schema knows', () => {
    for (const kind of viewKinds)
      for (const member of Object.keys(newView(entity, kind, 'deal.new', 'New')))
        expect(Object.keys(schema.properties)).toContain(member)
  })
})

describe('a pointer', () => {
  it('leads to a column of the document, or to a member of the view', () => {
    const doc = { ...view, columns: [{ field: 'x' }, { field: 'y', pinned: true }] }
    expect(selectedAt(doc, '/columns/0/width').selected).toEqual({ kind: 'column', field: 'x' })
    expect(selectedAt(doc, '/filter')).toEqual({ selected: { kind: 'view' }, member: 'filter' })
    expect(selectedAt(doc, '/columns/9').selected).toEqual({ kind: 'view' })
  })
})
