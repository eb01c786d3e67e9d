import { describe, expect, it } from 'vitest'
import { merge3 } from '../core/merge.ts'
import { derivedId, identified } from './identity.ts'

const form = { name: 'lead.default', sections: [{ fields: ['name'] }, { 'x-id': 'abcdefghij', fields: [] }] }
const derived = (at: number) => derivedId(`lead.default/${at}`)

describe('ids of sections', () => {
  it('are the same for all who change a form that has none, and stay', () => {
    const once = identified(form, derived)
    expect(once).toEqual(identified(form, derived))
    expect(JSON.stringify(once)).toMatch(/"x-id":"[a-z0-9]{10}","fields":\["name"\]/)
    expect(identified(once, () => 'other')).toBe(once)
  })

  it('let two change one form at once', () => {
    const mine = identified({ ...form, sections: [{ fields: ['name', 'phone'] }, form.sections[1]] }, derived)
    const theirs = identified(
      { ...form, sections: [form.sections[0], { 'x-id': 'abcdefghij', fields: ['amount'] }] },
      derived,
    )
    const merged = merge3(identified(form, derived), mine, theirs, () => {
      throw new Error('they meet nowhere')
    })
    expect((merged.sections as { fields: string[] }[]).map(({ fields }) => fields)).toEqual([
      ['name', 'phone'],
      ['amount'],
    ])
  })
})
