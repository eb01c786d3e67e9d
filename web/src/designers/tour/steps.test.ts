import { describe, expect, it } from 'vitest'
import type { Doc, Key } from '../core/document.ts'
import { type Facts, steps } from './steps.ts'

const presets = ['New', 'Doing', 'Done']

const facts = (more: Partial<Facts> = {}, documents: { [key: string]: Doc } = {}): Facts => ({
  area: 'fields',
  entity: 'visit',
  title: undefined,
  documents: new Map(Object.entries(documents) as [Key, Doc][]),
  own: ['administrator'],
  presets,
  hasViews: false,
  mayPublish: true,
  publishing: false,
  published: false,
  previewed: [],
  records: 0,
  ...more,
})

const see = (id: string, given: Facts) => {
  const step = steps.find((one) => one.id === id)
  if (!step) throw new Error(id)
  return step.see(given)
}

const choice = (...titles: string[]): Doc => ({
  'x-field': 'choice',
  oneOf: titles.map((title) => ({ title })),
})
const entity = (properties: Doc, more: Doc = {}) => ({
  'entity/visit': { name: 'visit', properties, ...more },
})
const text = { 'x-field': 'text' }

describe('the steps of the tour', () => {
  it('are nine', () => expect(steps).toHaveLength(9))

  it('lead to their page from any other one', () => {
    expect(see('form', facts({ area: 'fields' }))).toMatchObject({ text: 'go', go: 'forms' })
    expect(see('form', facts({ area: 'forms' }))).toMatchObject({ text: 'do' })
    expect(see('name', facts({ area: 'elsewhere', entity: undefined }))).toMatchObject({
      done: false,
      go: 'home',
    })
    expect(see('record', facts({ published: true, area: 'elsewhere' }))).toMatchObject({ go: 'list' })
  })

  it('count fields', () => {
    expect(see('fields', facts({}, entity({ one: text, two: text })))).toMatchObject({
      done: false,
      values: { count: 2 },
    })
    expect(see('fields', facts({}, entity({ one: text, two: text, three: text }))).done).toBe(true)
  })

  it('know options of one own from those that a choice begins with', () => {
    expect(see('options', facts({}, entity({ one: text })))).toMatchObject({ done: false, text: 'none' })
    const begun = see('options', facts({}, entity({ status: choice(...presets) })))
    expect(begun).toMatchObject({ done: false, text: 'do' })
    expect(begun.at[0]).toContain('"status"')
    expect(see('options', facts({}, entity({ status: choice('New', 'Doing', 'Over') }))).done).toBe(true)
    expect(see('options', facts({}, entity({ status: choice('Alone') }))).done).toBe(false)
  })

  it('draw the list where there is a designer of lists, and show it otherwise', () => {
    expect(see('list', facts({ hasViews: true }))).toMatchObject({ done: false, go: 'views' })
    const view = { 'view/visit.all': { entity: 'visit' } }
    expect(see('list', facts({ hasViews: true, area: 'views' })).done).toBe(false)
    expect(see('list', facts({ hasViews: true, area: 'views' }, view)).done).toBe(true)
    expect(see('list', facts())).toMatchObject({ done: false, text: 'preview' })
    expect(see('list', facts({ previewed: [''] })).done).toBe(true)
  })

  it('ask for an owner, then a role, then what it may read', () => {
    const page = { area: 'access' } as const
    const role = { 'role/sales': { name: 'sales' } }
    const owned = entity({}, { 'x-owner': 'owner' })
    expect(see('access', facts(page, entity({})))).toMatchObject({ text: 'owner' })
    expect(see('access', facts(page, owned))).toMatchObject({ text: 'role' })
    expect(see('access', facts(page, { ...owned, ...role }))).toMatchObject({ done: false, text: 'do' })
    const grant = (name: string) => ({
      [`grant/visit.${name}`]: { role: name, entity: 'visit', actions: ['read'], scope: 'all' },
    })
    expect(see('access', facts(page, { ...owned, ...role, ...grant('administrator') })).done).toBe(false)
    const open = facts(page, { ...owned, ...role, ...grant('sales') })
    expect(see('access', open).done).toBe(true)
    expect(see('preview', open)).toMatchObject({ done: false, text: 'do' })
    expect(see('preview', { ...open, previewed: [''] }).done).toBe(false)
    expect(see('preview', { ...open, previewed: ['', 'sales'] }).done).toBe(true)
  })

  it('wait for what is published and for the first record', () => {
    expect(see('publish', facts())).toMatchObject({ done: false, text: 'do' })
    expect(see('publish', facts({ publishing: true }))).toMatchObject({ text: 'now' })
    expect(see('publish', facts({ mayPublish: false }))).toMatchObject({ text: 'none', at: [] })
    expect(see('publish', facts({ published: true })).done).toBe(true)
    expect(see('record', facts())).toMatchObject({ done: false, text: 'none' })
    expect(see('record', facts({ published: true, area: 'list' }))).toMatchObject({ done: false, text: 'do' })
    expect(see('record', facts({ published: true, area: 'list', records: 1 })).done).toBe(true)
    expect(see('record', facts({ published: true, area: 'record' })).done).toBe(true)
  })
})
