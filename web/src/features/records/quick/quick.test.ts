import type { Entity, Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { FormStore } from '../form/FormStore.ts'
import { presetOf } from './presetOf.ts'
import { quickSections } from './quickFields.ts'

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  type: 'text',
  title: name,
  ...more,
})

const name = field('name')
const source = field('source', { required: true })
const reason = field('reason')
const note = field('note')
const buyer = field('buyer', { type: 'relation' })
const secret = field('secret', { type: 'secret' })
const entity: Entity = {
  name: 'deal',
  title: 'Deal',
  label: 'name',
  actions: [],
  fields: [name, source, reason, note, buyer, secret],
}

const section = (fields: Field[], tab?: string) => ({ title: 'T', tab, columns: 1, fields })

describe('the form of a quick record', () => {
  const sections = [section([name, note], 'a'), section([source, reason, buyer], 'b')]
  const fieldsOf = (required: string[], refused: string[], preset = {}) =>
    quickSections(entity, sections, { preset, required, refused }).map((one) =>
      one.fields.map((each) => each.name),
    )

  it('has the label and what is required, in one section', () => {
    expect(fieldsOf([], [])).toEqual([['name', 'source']])
  })

  it('has what is given, what a condition asks for and what was refused', () => {
    expect(fieldsOf(['reason'], ['note'], { buyer: '7' })).toEqual([
      ['name', 'note', 'source', 'reason', 'buyer'],
    ])
  })
})

describe('what goes to the whole form', () => {
  it('is what was typed, but no secrets and not more than an address holds', () => {
    const store = new FormStore({})
    store.set('name', 'Ann')
    store.set('buyer', { id: '7', label: 'Bo' })
    store.set('secret', 'hush')
    expect(presetOf(entity, store)).toEqual({ name: 'Ann', buyer: { id: '7', label: 'Bo' } })
    store.set('note', 'x'.repeat(2000))
    expect(presetOf(entity, store)).toEqual({ name: 'Ann', buyer: { id: '7', label: 'Bo' } })
  })
})
