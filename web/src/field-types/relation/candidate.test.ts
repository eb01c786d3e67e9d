import type { Entity, Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { candidateOf, labelPreset, noteFields } from './candidate.ts'

const field = (name: string, type: string, more: Partial<Field> = {}): Field => ({
  name,
  type,
  title: name,
  ...more,
})

const person: Entity = {
  name: 'person',
  title: 'Person',
  label: 'name',
  actions: ['read'],
  fields: [
    field('name', 'text'),
    field('firm', 'relation', { entity: 'firm' }),
    field('notes', 'longtext'),
    field('phone', 'phone'),
    field('city', 'text'),
    field('made', 'date', { system: true }),
  ],
}

describe('what tells records apart', () => {
  it('is a number or address before anything else, and fits into a line', () => {
    expect(noteFields(person).map(({ name }) => name)).toEqual(['phone', 'firm'])
  })

  it('is of the usual view when there is one', () => {
    const columns = [{ field: 'name' }, { field: 'city' }, { field: 'gone' }]
    const views = [{ name: 'all', title: 'All', columns }]
    expect(noteFields({ ...person, views }).map(({ name }) => name)).toEqual(['city'])
  })

  it('reads as the caller sees it', () => {
    const fields = noteFields(person)
    const record = { id: '1', name: 'Ann', phone: '+8613912345678', firm: { id: '2', name: 'Acme' } }
    expect(candidateOf(person, record, fields, 'en')).toEqual({
      id: '1',
      label: 'Ann',
      note: '139 1234 5678 · Acme',
    })
    const masked = { ...record, phone: '139****5678', firm: null, _meta: { redacted: ['phone'] } }
    expect(candidateOf(person, masked, fields, 'en').note).toBe('139****5678')
    const labels = [field('labels', 'tags')]
    const hushed = { id: '1', name: 'Ann', labels: '***', _meta: { redacted: ['labels'] } }
    expect(candidateOf(person, hushed, labels, 'en').note).toBe('***')
    expect(candidateOf(person, { id: '1', name: 'Ann' }, fields, 'en').note).toBeUndefined()
  })
})

describe('what was searched for in vain', () => {
  it('names the new record, where names are text that is typed', () => {
    expect(labelPreset(person, 'Bo')).toEqual({ name: 'Bo' })
    expect(labelPreset(person, '')).toEqual({})
    expect(labelPreset({ ...person, label: 'firm' }, 'Bo')).toEqual({})
    const fixed = { ...person, fields: [field('name', 'text', { readOnly: true })] }
    expect(labelPreset(fixed, 'Bo')).toEqual({})
    const numbered = { ...person, label: 'no', fields: [field('no', 'autonumber', { readOnly: true })] }
    expect(labelPreset(numbered, 'Bo')).toEqual({})
  })
})
