import type { Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import type { Doc } from '../core/document.ts'
import { drawnEntity } from './fields.ts'

const doc: Doc = {
  name: 'deal',
  title: { en: 'Deal', 'zh-CN': '商机' },
  properties: {
    name: { 'x-field': 'text', title: 'Name' },
    stage: { 'x-field': 'choice', title: 'Stage', oneOf: [{ const: 'new', title: 'New' }] },
    source: { 'x-field': 'choice', title: 'Source', 'x-choices': 'source' },
    due: { 'x-field': 'formula', title: 'Due' },
    size: { 'x-field': 'integer', title: 'Size' },
  },
}
const published: Entity = {
  name: 'deal',
  title: 'Deal',
  label: 'name',
  actions: ['read'],
  fields: [
    { name: 'stage', type: 'choice', title: 'Old', options: [] },
    { name: 'due', type: 'date', computed: 'formula', title: 'Due', operators: ['eq'] },
    { name: 'size', type: 'text', title: 'Size', operators: ['contains'] },
    { name: 'created_at', type: 'datetime', title: 'Made', system: true },
  ],
}
const list = { options: [{ value: 'web', title: { en: 'Web' }, color: 'blue' }] }
const choices = [{ key: 'choices/source' as const, name: 'source', doc: list }]
const entity = (of: Entity | undefined) =>
  drawnEntity({ doc, published: of, choices, language: 'en', systemTitle: (name) => `system ${name}` })
const field = (of: Entity | undefined, name: string) => entity(of).fields.find((one) => one.name === name)

describe('the entity that views are drawn of', () => {
  it('has what the draft says, before what is published', () => {
    expect(field(published, 'stage')).toMatchObject({ title: 'Stage', options: [{ value: 'new' }] })
    expect(field(published, 'name')?.title).toBe('Name')
  })
  it('has the type of what is computed from the server', () => {
    expect(field(published, 'due')?.type).toBe('date')
    expect(field(undefined, 'due')?.type).not.toBe('date')
  })
  it('has nothing of a field that has become of another type', () => {
    expect(field(published, 'size')).toMatchObject({ type: 'integer' })
    expect(field(published, 'size')?.operators).toBeUndefined()
  })
  it('has the options that fields share', () => {
    expect(field(undefined, 'source')?.options).toEqual([{ value: 'web', title: 'Web', color: 'blue' }])
  })
  it('names what every entity has as lists do', () => {
    expect(field(published, 'created_at')?.title).toBe('Made')
    expect(field(undefined, 'created_at')?.title).toBe('system created_at')
  })
})
