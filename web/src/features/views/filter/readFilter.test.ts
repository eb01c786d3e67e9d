import type { Description, Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { fieldType, fieldTypes } from '@/field-types/registry.ts'
import { filterExpression } from './expression.ts'
import type { Condition, FilterNode, Group } from './filter.ts'
import { readFilter } from './readFilter.ts'
import { spans } from './spans.ts'

const fields = fieldTypes
  .filter(({ operators }) => operators.length > 0)
  .map(({ id }) => ({ name: `the_${id}`, type: id, title: id }))

const city: Entity = {
  name: 'city',
  title: 'City',
  label: 'name',
  actions: ['read'],
  fields: [
    { name: 'name', type: 'text', title: 'Name' },
    { name: 'size', type: 'integer', title: 'Size' },
    { name: 'of', type: 'relation', title: 'Of', entity: 'customer' },
  ],
}

const entity: Entity = {
  name: 'customer',
  title: 'Customer',
  label: 'the_text',
  actions: ['read'],
  fields: [
    ...fields.filter(({ name }) => name !== 'the_relation' && name !== 'the_relations'),
    { name: 'the_relation', type: 'relation', title: 'City', entity: 'city' },
    { name: 'the_relations', type: 'relations', title: 'Cities', entity: 'city' },
  ],
}

const description = { entities: [entity, city] } as Description
const read = (text: string) => readFilter(entity, text, description)
const written = (filter: Group) => filterExpression(entity, filter, description) ?? ''

/** A small generator with a seed: the same numbers every time. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return (state >> 8) % below
  }
}

const words = ['won', "it's", 'a\\b', 'two\nlines', '"quoted"', 'not in', '张 && 李', ')', '']

function condition(next: (below: number) => number): Condition {
  const ways = [
    ...entity.fields.map(({ name, type }) => ({ field: name, type, via: undefined })),
    { field: 'the_relation.name', type: 'text', via: undefined },
    { field: 'the_relation.size', type: 'integer', via: undefined },
    { field: 'name', type: 'text', via: 'the_relations' },
    { field: 'size', type: 'integer', via: 'city.of' },
  ]
  const way = ways[next(ways.length)] ?? { field: 'the_text', type: 'text', via: undefined }
  const type = fieldType(way.type)
  const operator = type.operators[next(type.operators.length)] ?? 'empty'
  const one = () =>
    type.literal === 'number' ? next(2000) / 8 - 100 : `${words[next(words.length)]}${next(9)}`
  const value =
    operator === 'within'
      ? spans[next(spans.length)]
      : operator === 'between'
        ? [one(), one()]
        : ['in', 'nin', 'has', 'nhas'].includes(operator)
          ? [one(), one()].slice(0, 1 + next(2))
          : one()
  const { field, via } = way
  if (!via) return { kind: 'condition', field, operator, value }
  const quantifier = (['some', 'every', 'none'] as const)[next(3)]
  return { kind: 'condition', field, operator, value, via, quantifier }
}

function group(next: (below: number) => number, depth: number): Group {
  const children = Array.from({ length: 1 + next(3) }, (): FilterNode => {
    return depth > 0 && next(3) === 0 ? group(next, depth - 1) : condition(next)
  })
  return { kind: 'group', all: next(2) === 0, children }
}

describe('an expression as a filter', () => {
  it('reads back whatever the builder of filters writes', () => {
    for (let seed = 1; seed <= 3000; seed++) {
      const text = written(group(random(seed), 2))
      const filter = read(text)
      expect(filter && written(filter), text).toBe(text)
    }
  })

  it.each<[string, Partial<Condition>]>([
    ["the_text == 'won'", { field: 'the_text', operator: 'eq', value: 'won' }],
    ['the_text == "won"', { field: 'the_text', operator: 'eq', value: 'won' }],
    ["the_choice == 'won'", { field: 'the_choice', operator: 'in', value: ['won'] }],
    ["the_choice != 'won'", { field: 'the_choice', operator: 'nin', value: ['won'] }],
    ["the_choice not in ['a', 'b']", { field: 'the_choice', operator: 'nin', value: ['a', 'b'] }],
    ["not (the_text contains 'x')", { field: 'the_text', operator: 'ncontains', value: 'x' }],
    ['the_money > -5', { field: 'the_money', operator: 'gt', value: -5 }],
    ['the_user == me', { field: 'the_user', operator: 'me' }],
    ['the_boolean', { field: 'the_boolean', operator: 'true' }],
    ['the_relation.name != nil', { field: 'the_relation.name', operator: 'nempty' }],
    ['the_date in last_n_days(7)', { field: 'the_date', operator: 'within', value: 'last_n_days:7' }],
    ['any(city.of, .size > 3)', { field: 'size', operator: 'gt', value: 3, via: 'city.of' }],
  ])('reads %s by hand', (text, said) => {
    expect(read(text)?.children).toMatchObject([said])
  })

  it('keeps what binds first', () => {
    const text = "the_text == 'a' or the_text == 'b' and the_money > 1"
    expect(read(text)).toMatchObject({ all: false, children: [{}, { kind: 'group', all: true }] })
    expect(read('')).toMatchObject({ children: [] })
  })

  it.each([
    'gone == 1',
    "the_money > '1'",
    'the_money > the_number',
    'the_money + 1 > 2',
    "not the_text == 'a'",
    'the_boolean == true and',
    "the_text == 'a' == true",
    'not the_boolean',
    "the_text == 'a\\q'",
    'the_date in last_n_days(0)',
    'the_date in anything()',
    'sum(city.of, .size) > 3',
    'user.department == the_department',
    "the_text == 'open",
    "the_text == ''",
    `${'('.repeat(40)}the_boolean${')'.repeat(40)}`,
  ])('leaves %s as text', (text) => {
    expect(read(text)).toBeUndefined()
  })
})
