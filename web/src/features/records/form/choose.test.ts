import type { Condition, Entity, Field, Form } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { Facts } from '@/lib/condition/Facts.ts'
import { FormStore } from './FormStore.ts'
import { formOf } from './useChosenForm.ts'
import { isDrawn, sectionsOf, sectionsOfNew } from './useSections.ts'

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  type: 'text',
  title: name,
  ...more,
})

/** A condition that a field has a value, as the server describes it. */
const is = (name: string, value: string): Condition => ({
  source: `${name} == '${value}'`,
  tree: {
    is: 'eq',
    x: { is: 'field', name, type: 'text' },
    y: { is: 'value', value, type: 'text' },
  },
})

const form = (name: string, when?: Condition): Form => ({ name, when, sections: [{ fields: ['name'] }] })

function entity(forms: Form[] | undefined): Entity {
  const fields = [
    field('name'),
    field('stage'),
    field('number', { type: 'autonumber' }),
    field('id', { system: true }),
  ]
  return { name: 'deal', title: 'Deal', label: 'name', actions: [], fields, forms }
}

function chosen(forms: Form[] | undefined, store: FormStore): string | undefined {
  const of = entity(forms)
  const facts = new Facts(of, store, () => Promise.resolve(null))
  return formOf(of, (condition) => facts.holds(condition))?.name
}

describe('the form of a record', () => {
  const won = form('won', is('stage', 'won'))
  const lost = form('lost', is('stage', 'lost'))
  const usual = form('usual')

  it('is the first whose condition holds, or that has none', () => {
    const store = new FormStore({ id: '7', stage: 'won' })
    expect(chosen([lost, won, usual], store)).toBe('won')
    expect(chosen([usual, won], store)).toBe('usual')
    expect(chosen([lost, usual], store)).toBe('usual')
  })

  it('is none where none fits: the layout is then made of the fields', () => {
    expect(chosen([lost], new FormStore({ id: '7', stage: 'won' }))).toBeUndefined()
    expect(chosen([], new FormStore({}))).toBeUndefined()
    expect(chosen(undefined, new FormStore({}))).toBeUndefined()
  })

  it('is not one of which it is not known here whether it fits', () => {
    const far = form('far', { source: 'any(x, true)' })
    expect(chosen([far, usual], new FormStore({ id: '7' }))).toBe('usual')
    const numbered = form('numbered', is('number', 'D1'))
    expect(chosen([numbered, usual], new FormStore({}))).toBe('usual')
  })

  it('turns with what is typed, which stays', () => {
    const store = new FormStore({ id: '7', stage: 'new' })
    store.set('name', 'Ann')
    expect(chosen([won, usual], store)).toBe('usual')
    store.set('stage', 'won')
    expect(chosen([won, usual], store)).toBe('won')
    expect(store.edited()).toEqual({ name: 'Ann', stage: 'won' })
  })

  it('is told when a value of a condition changes', () => {
    const store = new FormStore({ id: '7', stage: 'new' })
    const facts = new Facts(entity([won]), store, () => Promise.resolve(null))
    let told = 0
    const end = facts.subscribe(won.when, () => told++)
    store.set('name', 'Ann')
    expect(told).toBe(0)
    store.set('stage', 'won')
    expect(told).toBe(1)
    end()
  })
})

describe('the sections of a form', () => {
  const whole: Form = {
    name: 'whole',
    sections: [
      { title: 'A', columns: 3, fields: ['name', 'gone'], collapsed: true },
      { text: '**Be kind**' },
      { related: 'task.deal' },
      { fields: ['gone'] },
      { fields: ['number'] },
    ],
  }

  it('are its fields, texts and lists, without what is not there', () => {
    const sections = sectionsOf(entity([whole]), whole)
    expect(sections.map(({ fields }) => fields.map(({ name }) => name))).toEqual([
      ['name'],
      [],
      [],
      ['number'],
    ])
    expect(sections[0]).toMatchObject({ title: 'A', columns: 3, collapsed: true })
    expect(sections[1]?.text).toBe('**Be kind**')
    expect(sections[2]?.related).toEqual({ entity: 'task', field: 'deal' })
  })

  it('are all fields in two columns without a form', () => {
    const [only, ...more] = sectionsOf(entity([]), undefined)
    expect(only?.fields.map(({ name }) => name)).toEqual(['name', 'stage', 'number'])
    expect([only?.columns, more.length]).toEqual([2, 0])
  })

  it('have of a new record no lists, and only what can be given', () => {
    const sections = sectionsOfNew(sectionsOf(entity([whole]), whole), (one) => one.type !== 'autonumber')
    expect(sections.map(({ title, text }) => title ?? text)).toEqual(['A', '**Be kind**'])
  })

  it('draw a field or not', () => {
    const of = entity([whole])
    const facts = new Facts(of, new FormStore({}), () => Promise.resolve(null))
    expect(isDrawn(sectionsOf(of, whole), facts, 'name')).toBe(true)
    expect(isDrawn(sectionsOf(of, whole), facts, 'stage')).toBe(false)
  })
})
