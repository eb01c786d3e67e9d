import type { Description, Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { bothExpressions, filterExpression } from './expression.ts'
import { type Condition, countConditions, type Group, parseFilter } from './filter.ts'
import { conditionField, placesOf } from './places.ts'

const entity: Entity = {
  name: 'customer',
  title: 'Customer',
  label: 'name',
  actions: ['read'],
  fields: [
    { name: 'name', type: 'text', title: 'Name' },
    { name: 'amount', type: 'money', title: 'Amount' },
    { name: 'status', type: 'choice', title: 'Status' },
    { name: 'tags', type: 'tags', title: 'Tags' },
    { name: 'owner', type: 'user', title: 'Owner' },
    { name: 'active', type: 'boolean', title: 'Active' },
    { name: 'due', type: 'date', title: 'Due' },
    { name: 'city', type: 'relation', title: 'City', entity: 'city' },
    { name: 'members', type: 'users', title: 'Members' },
  ],
}

const city: Entity = {
  name: 'city',
  title: 'City',
  label: 'name',
  actions: ['read'],
  fields: [{ name: 'name', type: 'text', title: 'Name' }],
}

const order: Entity = {
  name: 'order',
  title: 'Order',
  plural: 'Orders',
  label: 'number',
  actions: ['read'],
  fields: [
    { name: 'number', type: 'text', title: 'Number' },
    { name: 'buyer', type: 'relation', title: 'Buyer', entity: 'customer' },
  ],
}

const user: Entity = { ...city, name: 'user', title: 'User' }
const description = { entities: [entity, city, order, user] } as Description

function all(...children: Group['children']): Group {
  return { kind: 'group', all: true, children }
}

function any(...children: Group['children']): Group {
  return { kind: 'group', all: false, children }
}

function where(field: string, operator: Condition['operator'], value?: unknown): Condition {
  return { kind: 'condition', field, operator, value }
}

describe('a filter as an expression', () => {
  it.each<[Condition, string]>([
    [where('name', 'contains', '张'), "name contains '张'"],
    [where('name', 'eq', "O'Brien \\ Sons"), "name == 'O\\'Brien \\\\ Sons'"],
    [where('name', 'ncontains', 'x'), "!(name contains 'x')"],
    [where('amount', 'gte', 50000), 'amount >= 50000'],
    [where('status', 'in', ['new', 'signed']), "status in ['new', 'signed']"],
    [where('status', 'nin', ['lost']), "!(status in ['lost'])"],
    [where('tags', 'has', ['a', 'b']), "('a' in tags || 'b' in tags)"],
    [where('tags', 'nhas', ['a']), "!('a' in tags)"],
    [where('owner', 'me'), 'owner == me'],
    [where('owner', 'eq', { id: 'u1', label: 'Ann' }), "owner == 'u1'"],
    [where('active', 'true'), 'active == true'],
    [where('name', 'empty'), 'name == nil'],
    [where('amount', 'between', [1, 20]), '(amount >= 1 && amount <= 20)'],
    [where('due', 'between', ['2026-01-01', '2026-01-31']), "(due >= '2026-01-01' && due <= '2026-01-31')"],
    [where('due', 'within', 'this_week'), 'due in this_week()'],
    [where('due', 'within', 'last_n_days:7'), 'due in last_n_days(7)'],
  ])('%o', (condition, text) => {
    expect(filterExpression(entity, all(condition))).toBe(text)
  })

  it('joins groups and leaves out what is not finished', () => {
    const filter = all(
      where('name', 'contains', 'x'),
      where('amount', 'gt'),
      any(where('owner', 'me'), where('owner', 'empty')),
    )
    expect(filterExpression(entity, filter)).toBe("(name contains 'x' && (owner == me || owner == nil))")
  })

  it('says nothing for no conditions and for fields that are gone', () => {
    expect(filterExpression(entity, all())).toBeUndefined()
    expect(filterExpression(entity, all(where('gone', 'empty')))).toBeUndefined()
  })

  it('keeps the filter of the view', () => {
    expect(bothExpressions('a || b', 'c')).toBe('(a || b) && (c)')
    expect(bothExpressions(undefined, 'c')).toBe('c')
  })
})

describe('a filter through relations', () => {
  it.each<[Condition, string, string]>([
    [where('city.name', 'contains', 'x'), "city.name contains 'x'", 'City › Name'],
    [{ ...where('name', 'eq', 'x'), via: 'members' }, "any(members, .name == 'x')", 'Members › Name'],
    [
      { ...where('number', 'ncontains', 'x'), via: 'order.buyer', quantifier: 'every' },
      "all(order.buyer, !(.number contains 'x'))",
      'Orders (Buyer) › Number',
    ],
    [
      { ...where('buyer.name', 'empty'), via: 'order.buyer', quantifier: 'none' },
      'none(order.buyer, .buyer.name == nil)',
      'Orders (Buyer) › Buyer › Name',
    ],
  ])('%o', (condition, text, title) => {
    expect(filterExpression(entity, all(condition), description)).toBe(text)
    expect(conditionField(description, entity, condition)?.title).toBe(title)
    expect(parseFilter(JSON.parse(JSON.stringify(all(condition))))).toEqual(all(condition))
  })

  it('offers own fields first, then those that they lead to, then those that lead here', () => {
    expect(placesOf(description, entity).map(({ key }) => key)).toEqual([
      ...entity.fields.map(({ name }) => name),
      'owner.name',
      'city.name',
      'members>name',
      'order.buyer>number',
      'order.buyer>buyer',
    ])
  })

  it.each(['gone.name', 'city.gone', 'name.city', 'members.name'])('knows no %s', (path) => {
    expect(filterExpression(entity, all(where(path, 'nempty')), description)).toBeUndefined()
  })

  it.each(['today()', 'last_n_days:0', 'last_n_days:7) || (true', 7, undefined])(
    'takes %o for no span',
    (value) => {
      expect(filterExpression(entity, all(where('due', 'within', value)))).toBeUndefined()
    },
  )
})

describe('a filter from an address', () => {
  it('comes back as it was', () => {
    const filter = all(where('name', 'contains', 'x'), any(where('owner', 'me')))
    expect(parseFilter(JSON.parse(JSON.stringify(filter)))).toEqual(filter)
    expect(countConditions(filter)).toBe(2)
  })

  it.each([null, 'text', 7, [], { kind: 'group' }, { kind: 'condition', field: 1 }])('drops %o', (value) => {
    expect(parseFilter(value).children).toEqual([])
  })
})
