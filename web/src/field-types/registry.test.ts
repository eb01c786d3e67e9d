import type { Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { fieldType, fieldTypes } from './registry.ts'

const samples: { [type: string]: unknown } = {
  autonumber: 'C-1',
  boolean: true,
  choice: 'a',
  choices: ['a'],
  date: '2026-01-31',
  datetime: '2026-01-31T10:00:00Z',
  email: 'a@example.com',
  integer: 7,
  longtext: 'text',
  money: 12.5,
  number: 0.1,
  percent: 55,
  phone: '+8613800001111',
  relation: { id: 'r1', name: 'Ann' },
  tags: ['x'],
  text: 'text',
  time: '10:30:00',
  url: 'https://example.com',
  user: { id: 'u1', name: 'Ann' },
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

  it('stands for itself when it is not known', () => {
    expect(fieldType('hologram').id).toBe('unknown')
  })
})
