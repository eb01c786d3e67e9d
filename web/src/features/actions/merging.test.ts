import type { Entity, Field } from '@mortise/sdk'
import { expect, test } from 'vitest'
import { differing, filledIn, mergeRequest } from './merging.ts'

const field = (name: string, type = 'text', more: Partial<Field> = {}): Field => ({
  name,
  type,
  title: name,
  ...more,
})
const entity = {
  name: 'e',
  title: 'E',
  label: 'name',
  actions: [],
  fields: [
    field('name'),
    field('phone'),
    field('campus', 'relation', { entity: 'campus' }),
    field('tags', 'tags'),
    field('number', 'autonumber'),
    field('note'),
  ],
} as Entity

test('only single values that both have and that differ are chosen between', () => {
  const mine = {
    id: '1',
    name: 'A',
    phone: '1',
    campus: { id: 'c', name: 'N' },
    tags: ['x'],
    number: 'C1',
    note: null,
  }
  const theirs = { id: '2', name: 'B', phone: '1', campus: 'c', tags: ['y'], number: 'C2', note: 'n' }
  expect(differing(entity, mine, theirs).map((one) => one.field.name)).toEqual(['name'])
  expect(differing(entity, { ...mine, _meta: { redacted: ['name'] } }, theirs)).toEqual([])
})

test('a merge names what is taken from the other', () => {
  expect(mergeRequest('2', { name: 'other', phone: 'this' })).toEqual({
    with: '2',
    fields: { name: 'other' },
  })
})

test('the survivor is given what it has not', () => {
  const filled = filledIn(
    entity,
    { id: '1', note: null, name: 'A' },
    { id: '2', note: 'n', name: 'B', number: 'C2' },
  )
  expect(filled.map((one) => one.name)).toEqual(['note'])
})
