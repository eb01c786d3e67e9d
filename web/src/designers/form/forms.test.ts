import { describe, expect, it } from 'vitest'
import { type Doc, keyOf } from '../core/document.ts'
import { selectedAt } from './design.ts'
import { chosenForm, copyOf, isNeverUsed, reordered, sortedForms } from './forms.ts'
import { relatedLists } from './related.ts'

const named = (name: string, doc: Doc = {}) => ({ key: keyOf('form', name), name, doc: { name, ...doc } })
const forms = sortedForms([
  named('deal.b'),
  named('deal.default', { order: 5 }),
  named('deal.a', { roles: ['seller'] }),
])

describe('the forms of an entity', () => {
  it('are tried by order, then by name', () => {
    expect(forms.map(({ name }) => name)).toEqual(['deal.a', 'deal.b', 'deal.default'])
  })
  it('begin with the one for all, unless another is wanted', () => {
    expect(chosenForm(forms, undefined)?.name).toBe('deal.b')
    expect(chosenForm(forms, 'deal.a')?.name).toBe('deal.a')
    expect(chosenForm([], 'deal.a')).toBeUndefined()
  })
  it('are never used behind one for all', () => {
    expect(forms.map(({ name }) => isNeverUsed(forms, name))).toEqual([false, false, true])
  })
  it('get copies that are tried first', () => {
    const copy = copyOf({ sections: [] }, forms, 'deal.c', 'Copy')
    expect(sortedForms([...forms, { key: 'form/deal.c', name: 'deal.c', doc: copy }])[0]?.name).toBe('deal.c')
  })
  it('change their order in one step', () => {
    expect(Object.entries(reordered(forms, 2, 0)).map(([key, doc]) => [key, doc.order])).toEqual([
      ['form/deal.default', 0],
      ['form/deal.a', 1],
      ['form/deal.b', 2],
    ])
  })
})

describe('lists of related records', () => {
  it('are the relations of all entities that lead here', () => {
    const field = (type: string, more: Doc = {}) => ({ 'x-field': type, ...more })
    const visit = {
      key: keyOf('entity', 'visit'),
      name: 'visit',
      doc: {
        properties: {
          deal: field('relation', { 'x-entity': 'deal' }),
          others: field('relations', { 'x-entity': 'deal' }),
          lines: field('table', { 'x-entity': 'deal' }),
          by: field('user'),
          about: field('reference'),
          only: field('reference', { 'x-entities': ['lead'] }),
        },
      },
    }
    const ids = (entity: string) => relatedLists(entity, [visit]).map(({ id }) => id)
    expect(ids('deal')).toEqual(['visit.deal', 'visit.others', 'visit.about'])
    expect(ids('user')).toEqual(['visit.by', 'visit.about'])
  })
})

describe('a pointer into a form', () => {
  const form = { sections: [{ text: 'Call' }, { fields: ['a', 'b'] }] }
  it('leads to what it is about', () => {
    expect(selectedAt(form, '/sections/1/fields/1')).toEqual({ kind: 'field', name: 'b' })
    expect(selectedAt(form, '/sections/0/visible')).toEqual({ kind: 'section', at: 0 })
    expect(selectedAt(form, '/sections/7')).toEqual({ kind: 'form' })
    expect(selectedAt(form, '/stage')).toEqual({ kind: 'form' })
  })
})
