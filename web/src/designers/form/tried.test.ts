import { describe, expect, it } from 'vitest'
import { conditionsOf, triedForm } from './tried.ts'

const entity = {
  name: 'deal',
  title: { en: 'Deal', 'zh-CN': '交易' },
  required: ['name'],
  properties: {
    name: { 'x-field': 'text', title: 'Name' },
    state: { 'x-field': 'choice', 'x-choices': 'state' },
    reason: { 'x-field': 'text', title: 'Reason', 'x-visible': 'name == "x"' },
  },
}
const form = {
  name: 'deal.default',
  sections: [
    { title: { en: 'Basics', 'zh-CN': '基本' }, fields: ['name', 'reason'], visible: 'name != nil' },
    { text: 'Call', tab: 'More' },
    { related: 'visit.deal' },
  ],
}
const condition = (source: string) => ({ source, tree: { is: 'const' } })
const choices = [
  {
    key: 'choices/state' as const,
    name: 'state',
    doc: { options: [{ value: 'won', title: { en: 'Won' } }] },
  },
]

describe('a form that is tried', () => {
  it('is drawn as records know forms, in one language', () => {
    const tried = triedForm({ entity, form, language: 'zh-CN', choices: [], conditions: [] })
    expect(
      tried.form.sections.map(({ title, fields, text, related, visible }) => [
        title,
        fields,
        text,
        related,
        visible,
      ]),
    ).toEqual([
      ['基本', ['name', 'reason'], undefined, undefined, undefined],
      [undefined, undefined, 'Call', undefined, undefined],
      [undefined, undefined, undefined, 'visit.deal', undefined],
    ])
    expect(tried.entity.fields.find(({ name }) => name === 'name')?.required).toBe(true)
  })
  it('takes the conditions that the server has read, and shared options', () => {
    const sources = conditionsOf(entity, form)
    expect(sources).toEqual(['name == "x"', 'name != nil'])
    const conditions = sources.map(condition)
    const tried = triedForm({ entity, form, language: 'en', choices, conditions })
    expect(tried.form.sections[0]?.visible).toBe(conditions[1])
    expect(tried.entity.fields.find(({ name }) => name === 'reason')?.visibleIf).toBe(conditions[0])
    expect(tried.entity.fields.find(({ name }) => name === 'state')?.options?.[0]?.title).toBe('Won')
  })
})
