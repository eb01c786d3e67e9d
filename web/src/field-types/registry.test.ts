import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { fieldType, fieldTypes, typeOf } from './registry.ts'

/** The types that the product publishes: what can be designed can be drawn. */
const file = join(import.meta.dirname, '../../../engine/definition/schemas/entity.json')
const schema = Object.keys(JSON.parse(readFileSync(file, 'utf8')).$defs)
  .filter((name) => name.endsWith('Field'))
  .map((name) => name.slice(0, -'Field'.length))

const samples: { [type: string]: unknown } = {
  autonumber: 'C-1',
  boolean: true,
  choice: 'a',
  choices: ['a'],
  color: '#4650cf',
  date: '2026-01-31',
  datetime: '2026-01-31T10:00:00Z',
  department: { id: 'd1', name: 'Sales' },
  duration: 5400,
  email: 'a@example.com',
  file: 'f1',
  files: ['f1', 'f2'],
  formula: 'text',
  idcard: '11010519491231002X',
  image: 'f1',
  integer: 7,
  json: { n: [1, null] },
  location: '31.23,121.47',
  longtext: 'text',
  lookup: 'text',
  markdown: '# Head',
  money: 12.5,
  number: 0.1,
  percent: 55,
  phone: '+8613800001111',
  rating: 4,
  reference: 'memo/0190aaaa-0000-7000-8000-000000000001',
  relation: { id: 'r1', name: 'Ann' },
  relations: ['r1', { id: 'r2', name: 'Bob' }],
  richtext: '<p>One</p>',
  rollup: '12',
  secret: true,
  signature: 'f1',
  table: [{ id: 'l1', quantity: 2 }],
  tags: ['x'],
  text: 'text',
  time: '10:30:00',
  url: 'https://example.com',
  user: { id: 'u1', name: 'Ann' },
  users: ['u1'],
}

describe('every field type', () => {
  it.each(fieldTypes.map((type) => [type.id, type] as const))('%s declares itself whole', (id, type) => {
    const field: Field = { name: 'f', type: id, title: 'F', options: [{ value: 'a', title: 'A' }] }
    expect(fieldType(id)).toBe(type)
    expect(type.operators.length).toBeGreaterThan(1)
    expect(new Set(type.operators).size).toBe(type.operators.length)
    expect(type.width).toBeGreaterThanOrEqual(80)
    expect(samples).toHaveProperty(id)
    expect(typeof type.text(field, samples[id], 'en')).toBe('string')
  })

  it.each(schema)('%s of the published JSON Schema is drawn', (name) => {
    expect(fieldType(name).id).toBe(name)
  })

  it('is drawn as what a computed field is shown as', () => {
    const field: Field = { name: 'f', type: 'money', title: 'F', computed: 'formula' }
    expect(typeOf(field).id).toBe('money')
    expect(typeOf(undefined).id).toBe('text')
  })

  it('stands for itself when it is not known', () => {
    expect(fieldType('hologram').id).toBe('unknown')
  })
})
