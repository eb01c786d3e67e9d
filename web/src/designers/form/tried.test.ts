import { describe, expect, it } from 'vitest'
import { triedForm } from './tried.ts'

const entity = {
  name: 'deal',
  title: { en: 'Deal', 'zh-CN': '交易' },
  required: ['name'],
  properties: {
    name: { 'x-field': 'text', title: 'Name' },
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
const visible = { source: 'name != nil', tree: { is: 'call' } }
const told = {
  name: 'deal',
  title: 'Deal',
  label: 'name',
  actions: [],
  fields: [{ name: 'reason', type: 'text', title: 'Reason', visibleIf: visible }],
  forms: [{ name: 'other', sections: [{ fields: ['name'], visible }] }],
}

describe('a form that is tried', () => {
  it('is drawn as records know forms, in one language', () => {
    const tried = triedForm(entity, form, 'zh-CN', undefined)
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
  it('takes the conditions that the server has read by their texts', () => {
    const tried = triedForm(entity, form, 'en', told)
    expect(tried.form.sections[0]?.visible).toBe(visible)
    expect(tried.entity.fields.find(({ name }) => name === 'reason')?.visibleIf).toBe(visible)
  })
})
