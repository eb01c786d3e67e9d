import { describe, expect, it } from 'vitest'
import { colorNames } from '@/components/colors.ts'
import { iconNames } from '@/components/EntityIcon.tsx'
import schema from '../../../../engine/definition/schemas/entity.json'
import { type Doc, isObject, listAt, textAt } from '../core/document.ts'
import { fieldDoc, fieldsOf } from '../core/entity.ts'
import { entitiesOf, type Place, templates } from './templates.ts'

const place = (...there: string[]): Place => ({
  taken: (name) => there.includes(name),
  currency: 'EUR',
  region: 'DE',
})

const template = (id: string) => {
  const found = templates.find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}

/** Every text of a document that stands in languages, with where it stands. */
function* texts(value: unknown, at: string): Generator<[string, unknown]> {
  if (Array.isArray(value)) for (const [nth, one] of value.entries()) yield* texts(one, `${at}/${nth}`)
  if (!isObject(value)) return
  for (const [name, one] of Object.entries(value)) {
    const said = ['title', 'x-plural', 'description', 'message', 'about'].includes(name)
    if (said && !(isObject(one) && 'x-field' in one)) yield [`${at}/${name}`, one]
    else yield* texts(one, `${at}/${name}`)
  }
}

const defs = schema.$defs as unknown as { [name: string]: { properties?: object } }

describe('templates', () => {
  it('are a small set, in one order', () => {
    expect(templates.map(({ id }) => id)).toEqual([
      'contact',
      'company',
      'task',
      'event',
      'request',
      'product',
      'invoice',
      'project',
    ])
  })

  it.each(templates.map((one) => [one.id, one] as const))(
    '%s says everything in both languages',
    (_, one) => {
      const found = [...texts(one, '')]
      expect(found.length).toBeGreaterThan(8)
      for (const [at, text] of found) expect(Object.keys(text as object), at).toEqual(['en', 'zh-CN'])
    },
  )

  it.each(templates.map((one) => [one.id, one] as const))('%s is made of what definitions know', (_, one) => {
    for (const entity of entitiesOf(one, place())) {
      for (const member of Object.keys(entity)) expect(Object.keys(schema.properties)).toContain(member)
      expect(iconNames).toContain(entity['x-icon'])
      expect(fieldDoc(entity, textAt(entity, 'x-label'))).toBeDefined()
      for (const member of ['x-owner', 'x-parent', 'x-order'])
        if (entity[member]) expect(fieldDoc(entity, textAt(entity, member)), member).toBeDefined()
      for (const name of listAt<string>(entity, 'required')) expect(fieldDoc(entity, name)).toBeDefined()
      for (const { name, doc } of fieldsOf(entity)) {
        const known = Object.keys(defs[`${textAt(doc, 'x-field')}Field`]?.properties ?? {})
        expect(known, name).toEqual(expect.arrayContaining(Object.keys(doc)))
        const options = listAt<Doc>(doc, 'oneOf')
        for (const option of options) expect(colorNames).toContain(option['x-color'])
        if (doc.default) expect(options.map((option) => option.const)).toContain(doc.default)
      }
    }
  })

  it('become entities with ids that nothing else has', () => {
    const both = [...entitiesOf(template('task'), place()), ...entitiesOf(template('task'), place('task'))]
    expect(both.map(({ name }) => name)).toEqual(['task', 'task_2'])
    const ids = [...JSON.stringify(both).matchAll(/"x-id":"([a-z0-9]{10})"/g)].map(([, id]) => id)
    expect(ids).toHaveLength(2 * (1 + 7 + 4 + 3))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('lead to each other by the names that they got', () => {
    const [invoice, line] = entitiesOf(template('invoice'), place('invoice'))
    expect([invoice?.name, line?.name]).toEqual(['invoice_2', 'invoice_line'])
    expect(fieldDoc(line, 'invoice')).toMatchObject({ 'x-field': 'relation', 'x-entity': 'invoice_2' })
    const [first, second] = entitiesOf(template('invoice'), place('invoice_line'))
    expect(fieldDoc(first, 'lines')).toMatchObject({ 'x-entity': 'invoice_line_2' })
    expect(fieldDoc(first, 'total')).toMatchObject({ 'x-of': 'invoice_line_2.invoice', 'x-currency': 'EUR' })
    expect(fieldDoc(second, 'price')).toMatchObject({ 'x-currency': 'EUR', 'x-scale': 2 })
  })

  it('lead to entities that are there, and hold a text where they are not', () => {
    const company = (...there: string[]) =>
      fieldDoc(entitiesOf(template('contact'), place(...there))[0], 'company')
    expect(company()).toMatchObject({ 'x-field': 'text' })
    expect(company()).not.toHaveProperty('x-entity')
    expect(company('company')).toMatchObject({ 'x-field': 'relation', 'x-entity': 'company' })
  })
})
