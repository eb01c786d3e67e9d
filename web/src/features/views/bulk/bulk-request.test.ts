import type { Entity } from '@mortise/sdk'
import { describe, expect, it } from 'vitest'
import { type BulkForm, bulkActionsOf, bulkRequestOf, refusalsOf, whichOf } from './bulk-request.ts'

const fields = [
  { name: 'status', type: 'choice', title: 'Status' },
  { name: 'city', type: 'text', title: 'City' },
]
function entity(...actions: string[]): Entity {
  return { name: 'deal', title: 'Deal', actions, fields, pools: [{ name: 'open' }] } as unknown as Entity
}
const meant = {
  ids: new Set(['a', 'b']),
  all: false,
  filter: 'x == 1' as string | undefined,
  q: '',
  archived: false,
}
const form: BulkForm = { edits: [{ field: '', value: null }], level: 'read', until: null, reason: '' }

describe('the bulk actions', () => {
  it('are those that the caller may do in bulk and alone', () => {
    expect(bulkActionsOf(entity('update', 'archive', 'bulk_edit'), meant)).toEqual(['update'])
    const keeps = entity('archive', 'restore', 'bulk_archive')
    expect(bulkActionsOf(keeps, meant)).toEqual(['archive'])
    expect(bulkActionsOf(keeps, { ...meant, archived: true })).toEqual(['restore'])
    expect(bulkActionsOf(entity('update'), meant)).toEqual([])
  })

  it('claim and merge what is ticked only, as far as that goes at once', () => {
    const one = entity('claim', 'merge')
    expect(bulkActionsOf(one, meant)).toEqual(['claim', 'merge'])
    expect(bulkActionsOf(one, { ...meant, all: true })).toEqual([])
    expect(bulkActionsOf(one, { ...meant, ids: new Set(['a']) })).toEqual(['claim'])
    const many = new Set(Array.from({ length: 201 }, (_, at) => String(at)))
    expect(bulkActionsOf(one, { ...meant, ids: many })).toEqual([])
  })

  it('name the ticked records, or the list', () => {
    expect(whichOf(meant)).toEqual({ ids: ['a', 'b'] })
    expect(whichOf({ ...meant, all: true })).toEqual({ filter: 'x == 1' })
    expect(whichOf({ ...meant, all: true, filter: undefined, archived: true })).toEqual({
      archived: true,
      all: true,
    })
  })
})

describe('a bulk request', () => {
  const ask = (action: Parameters<typeof bulkRequestOf>[1], more: Partial<BulkForm>) =>
    bulkRequestOf(entity(), action, meant, { ...form, ...more })

  it('gives several fields a value at once, and waits for one', () => {
    expect(ask('update', {})).toBeUndefined()
    const edits = [
      { field: 'status', value: 'won' },
      { field: 'city', value: null },
      { field: '', value: null },
    ]
    expect(ask('update', { edits })?.fields).toEqual({ status: 'won', city: null })
  })

  it('says to whom, how far and why', () => {
    expect(ask('transfer', {})).toBeUndefined()
    const to = { team: 't' }
    expect(ask('transfer', { to, reason: ' left ' })).toMatchObject({ to, reason: 'left' })
    expect(ask('share', { to, level: 'write' })).toMatchObject({ to, level: 'write', until: undefined })
    expect(ask('release', {})).toEqual({ action: 'release', ids: ['a', 'b'] })
  })
})

it('gathers refusals by their reason, and names the field', () => {
  const refused = { code: 'invalid', title: 'Some values are not right.' }
  const city = { ...refused, errors: [{ pointer: '/fields/city', code: 'required', message: 'Required.' }] }
  expect(
    refusalsOf(entity(), [
      { id: 'a', code: 'action_not_granted', title: 'You may not.' },
      { id: 'b', ...city },
      { id: 'c', ...city },
    ]),
  ).toEqual([
    { code: 'invalid', why: 'City: Required.', ids: ['b', 'c'] },
    { code: 'action_not_granted', why: 'You may not.', ids: ['a'] },
  ])
})
