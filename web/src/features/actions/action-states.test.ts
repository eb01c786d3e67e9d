import type { Entity, Field, WireRecord } from '@mortise/sdk'
import { describe, expect, test } from 'vitest'
import { wireValue } from '@/lib/definition.ts'
import { actionStates, presetOf, prominent } from './action-states.ts'

const field = (name: string, type = 'text', more: Partial<Field> = {}): Field => ({
  name,
  type,
  title: name,
  ...more,
})
const entity: Entity = {
  name: 'customer',
  title: 'Customer',
  label: 'name',
  owner: 'consultant',
  pools: [{ name: 'p', title: 'Pool', reason: true, perDay: 1, holds: 1 }],
  actions: ['create', 'read', 'transfer', 'claim', 'release', 'archive'],
  fields: [
    field('name'),
    field('number', 'autonumber'),
    field('phone'),
    field('campus', 'relation', { entity: 'campus' }),
    field('consultant', 'user'),
    field('total', 'money', { computed: 'formula' }),
    field('note'),
  ],
}
const owned: WireRecord = { id: '1', name: 'A', consultant: 'u' }
const names = (record: WireRecord, may: (action: string) => boolean) =>
  actionStates(entity, record, may).map((state) => (state.refused ? `-${state.name}` : state.name))

describe('the actions of a record', () => {
  test('are those that make sense, refused ones marked, others not there', () => {
    expect(names(owned, (action) => action === 'release')).toEqual([
      '-transfer',
      'release',
      'copy',
      'link',
      'explain',
      '-archive',
    ])
  })

  test('follow the owner', () => {
    const pooled = { ...owned, consultant: null }
    expect(names(pooled, (action) => action === 'claim' || action === 'assign')).toEqual([
      'claim',
      'assign',
      'copy',
      'link',
      'explain',
      '-archive',
    ])
  })

  test('of an archived record bring it back or end it', () => {
    const archived = { ...owned, archived_at: '2026-01-01T00:00:00Z' }
    expect(names(archived, () => true)).toEqual(['print', 'export', 'link', 'explain', 'restore', 'purge'])
  })

  test('stand out when they are possible', () => {
    const states = actionStates(entity, owned, (action) => ['transfer', 'share', 'release'].includes(action))
    expect(prominent(states, 2)).toEqual(['transfer', 'share'])
    expect(
      prominent(
        actionStates(entity, owned, () => false),
        2,
      ),
    ).toEqual([])
  })
})

test('a duplicate begins with what can be given and was seen whole', () => {
  const record: WireRecord = {
    id: '1',
    _meta: { redacted: ['phone'] },
    name: 'A',
    number: 'C1',
    phone: '138****',
    campus: { id: 'c', name: 'North' },
    consultant: 'u',
    total: 1,
    note: null,
  }
  expect(presetOf(entity, record, wireValue)).toEqual({ name: 'A', campus: 'c' })
})
