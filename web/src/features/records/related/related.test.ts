import type { Description, Entity, Field } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { sectionsOf } from '../form/useSections.ts'
import { relatedOf } from './relatedOf.ts'
import { relatedColumns, relatedFilter, relatedPreset, relatedSearch } from './relatedQuery.ts'

const field = (name: string, type: string, more: Partial<Field> = {}): Field => ({
  name,
  type,
  title: name,
  ...more,
})

function entity(name: string, fields: Field[], more: Partial<Entity> = {}): Entity {
  return { name, title: name, label: 'name', actions: ['read'], fields, ...more }
}

const customer = entity('customer', [
  field('name', 'text'),
  field('above', 'relation', { entity: 'customer' }),
  field('lines', 'table', { entity: 'line', parent: 'customer' }),
])
const deal = entity('deal', [
  field('name', 'text'),
  field('buyer', 'relation', { entity: 'customer' }),
  field('others', 'relations', { entity: 'customer' }),
  field('about', 'reference', { entities: ['user', 'customer'] }),
  field('elsewhere', 'relation', { entity: 'user' }),
  field('made_by', 'relation', { entity: 'customer', system: true }),
  field('looked_up', 'relation', { entity: 'customer', computed: 'lookup' }),
  field('hushed', 'relation', { entity: 'customer', filterable: false }),
])
const line = entity('line', [field('customer', 'relation', { entity: 'customer' })])
const visit = entity('visit', [field('customer', 'relation', { entity: 'customer' })], { parent: 'customer' })
const hidden = entity('hidden', [field('customer', 'relation', { entity: 'customer' })], { actions: [] })
const aside = entity('aside', [field('customer', 'relation', { entity: 'customer' })], { menu: false })
const todo = entity('todo', [field('about', 'reference', { entities: ['customer'] })])

function namesOf(entities: Entity[], of = customer): string[] {
  const description: Description = { revision: 1, entities }
  return relatedOf(description, of, sectionsOf(of, of.forms?.[0])).map(
    (one) => `${one.entity.name}.${one.field.name}`,
  )
}

describe('what leads to a record', () => {
  it('is every field that points there and can be asked for', () => {
    expect(namesOf([customer, deal])).toEqual(['customer.above', 'deal.buyer', 'deal.others', 'deal.about'])
  })

  it('leaves out entities that the caller may not read', () => {
    expect(namesOf([hidden, visit])).toEqual(['visit.customer'])
  })

  it('is not drawn twice: rows of a table of the form, tasks of the rail', () => {
    expect(namesOf([line, todo])).toEqual([])
    const plain = { ...customer, forms: [{ name: 'plain', sections: [{ fields: ['name'] }] }] }
    expect(namesOf([line], plain)).toEqual(['line.customer'])
    const listed = { ...customer, forms: [{ name: 'listed', sections: [{ related: 'deal.buyer' }] }] }
    expect(namesOf([deal], listed)).toEqual(['deal.others', 'deal.about'])
  })

  it('begins with what belongs to the record, and ends with what stands in no menu', () => {
    expect(namesOf([aside, deal, visit]).map((name) => name.split('.')[0])).toEqual([
      'visit',
      'deal',
      'deal',
      'deal',
      'aside',
    ])
  })
})

describe('the list of what leads to a record', () => {
  const target = { entity: 'customer', id: '7', label: 'Ann' }
  const of = (name: string) => deal.fields.find((one) => one.name === name) as Field

  it('asks by one, by many and by a reference', () => {
    expect(relatedFilter(of('buyer'), target)).toBe("buyer == '7'")
    expect(relatedFilter(of('others'), target)).toBe("'7' in others")
    expect(relatedFilter(of('about'), target)).toBe("about == 'customer/7'")
  })

  it('begins a new record with the way back', () => {
    expect(relatedPreset(of('buyer'), target)).toEqual({ buyer: { id: '7', label: 'Ann' } })
    expect(relatedPreset(of('others'), target)).toEqual({ others: [{ id: '7', label: 'Ann' }] })
    expect(relatedPreset(of('about'), target)).toEqual({ about: 'customer/7' })
  })

  it('leads to the whole list in a view that leaves nothing out', () => {
    const views = [
      { name: 'mine', title: 'Mine', columns: [], filter: 'x' },
      { name: 'all', title: 'All', columns: [] },
    ]
    const search = relatedSearch({ entity: { ...deal, views }, field: of('others') }, target)
    expect(search.view).toBe('all')
    expect(search.f.children).toEqual([
      { kind: 'condition', field: 'others', operator: 'has', value: [{ id: '7', label: 'Ann' }] },
    ])
  })

  it('has the columns of the usual view, without what is the same in every row', () => {
    const columns = ['buyer', 'name', 'about', 'gone', 'elsewhere'].map((name) => ({ field: name }))
    const views = [{ name: 'all', title: 'All', columns }]
    const shown = relatedColumns({ entity: { ...deal, views }, field: of('buyer') })
    expect(shown.map(({ name }) => name)).toEqual(['about', 'elsewhere'])
  })
})
