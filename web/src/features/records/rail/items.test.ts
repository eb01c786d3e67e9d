import type { Entity } from '@mortise/sdk'
import { expect, test } from 'vitest'
import { changesOf, keyOf, mayRevert, mayUndo } from './items.ts'

const entity = {
  name: 'a',
  title: 'A',
  label: 'x',
  actions: [],
  fields: [{ name: 'x', type: 'text', title: 'X' }],
} as Entity
const entry = {
  seq: 4,
  at: '2026-01-01T00:00:00Z',
  action: 'update',
  version: 2,
  fields: [{ name: 'x' }, { name: 'gone' }],
}

test('items of all kinds have names of their own', () => {
  expect(keyOf({ kind: 'change', at: '1', by: null, change: entry })).toBe('change:4')
  const record = { entity: 'todo', title: '', values: { id: 'r' } }
  expect(keyOf({ kind: 'task', at: '1', by: null, record })).toBe('task:r')
  expect(keyOf({ kind: 'other', at: '1', by: null })).toBe('other:1')
})

test('fields that are not known any more are left out', () => {
  expect(changesOf(entity, entry).map((change) => change.name)).toEqual(['x'])
})

test('an entry is taken back by who may do the opposite', () => {
  expect(mayUndo(entry, (action) => action === 'update')).toBe(true)
  expect(mayUndo(entry, () => false)).toBe(false)
  expect(mayUndo({ ...entry, action: 'comment' }, () => true)).toBe(false)
  expect(mayUndo({ ...entry, action: 'archive' }, (action) => action === 'restore')).toBe(true)
})

test('a record goes back to former versions only', () => {
  expect(mayRevert(entry, 3, () => true)).toBe(true)
  expect(mayRevert(entry, 2, () => true)).toBe(false)
  expect(mayRevert(entry, undefined, () => true)).toBe(false)
})
