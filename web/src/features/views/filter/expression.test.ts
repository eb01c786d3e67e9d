import type { Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { bothExpressions, filterExpression } from './expression.ts'
import { type Condition, countConditions, type Group, parseFilter } from './filter.ts'

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
  ],
}

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
