import type { Entity } from '@mortise/sdk'
import { expect, it } from 'vitest'
import { bulkActionsOf, whichOf } from './bulk-request.ts'

function entity(...actions: string[]): Entity {
  return { name: 'deal', title: 'Deal', actions, fields: [] } as unknown as Entity
}

it('offers what the caller may do in bulk and alone', () => {
  expect(bulkActionsOf(entity('update', 'archive', 'bulk_edit'), false)).toEqual(['update'])
  expect(bulkActionsOf(entity('archive', 'restore', 'bulk_archive'), false)).toEqual(['archive'])
  expect(bulkActionsOf(entity('archive', 'restore', 'bulk_archive'), true)).toEqual(['restore'])
  expect(bulkActionsOf(entity('update'), false)).toEqual([])
})

it('names the ticked records, or the list', () => {
  const meant = { ids: new Set(['a', 'b']), all: false, filter: 'x == 1', q: '', archived: false }
  expect(whichOf(meant)).toEqual({ ids: ['a', 'b'] })
  expect(whichOf({ ...meant, all: true })).toEqual({ filter: 'x == 1' })
  expect(whichOf({ ...meant, all: true, filter: undefined, archived: true })).toEqual({
    archived: true,
    all: true,
  })
})
