import { describe, expect, it } from 'vitest'
import type { Doc } from '../../core/document.ts'
import {
  fieldSetFrom,
  fieldSetOf,
  partsOf,
  scopeFrom,
  setActionScope,
  setActions,
  withKind,
  withSetting,
} from './scope.ts'

const scopes: unknown[] = [
  'own',
  'none',
  ['own', 'shared'],
  { kind: 'department', below: true },
  ['own', { kind: 'pool', pool: 'lead.open' }],
  [
    { kind: 'partition', field: 'campus', attribute: 'campuses', below: true },
    { kind: 'related', through: ['order.buyer', 'project'], every: true },
  ],
]

const sets: unknown[] = [
  undefined,
  'all',
  { only: ['name'] },
  { only: [] },
  { except: ['name', 'phone'] },
  { grade: 'secret' },
  { except: ['name'], grade: 'confidential' },
]

describe('a scope', () => {
  it.each(scopes)('%j is the same after it was taken apart', (scope) => {
    expect(scopeFrom(partsOf(scope))).toEqual(scope)
  })

  it('without parts covers nothing', () => {
    expect(scopeFrom([])).toBe('none')
  })

  it('keeps only the settings that the new kind knows', () => {
    const part = { kind: 'partition', field: 'campus', below: true }
    expect(withKind(part, 'department')).toEqual({ kind: 'department', below: true })
    expect(withKind(part, 'own')).toEqual({ kind: 'own' })
    expect(withSetting(part, 'below', false)).toEqual({ kind: 'partition', field: 'campus' })
  })
})

describe('the actions of a grant', () => {
  const grant: Doc = { actions: ['read', 'update'], scope: 'own', scopes: { read: 'all' } }

  it('take their own scopes with them', () => {
    expect(setActions(grant, ['update'])).toEqual({ actions: ['update'], scope: 'own' })
    expect(setActions(grant, ['read']).scopes).toEqual({ read: 'all' })
  })

  it('ask who may receive when they hand over, and keep what was said', () => {
    expect(setActions(grant, ['transfer']).to).toBe('all')
    expect(setActions({ ...grant, to: 'team' }, ['assign']).to).toBe('team')
  })

  it('have a scope of their own only where it is another', () => {
    expect(setActionScope(grant, 'update', 'team').scopes).toEqual({ read: 'all', update: 'team' })
    expect(setActionScope(grant, 'read', 'own')).toEqual({ actions: ['read', 'update'], scope: 'own' })
  })
})

describe('a set of fields', () => {
  it.each(sets)('%j is the same after it was taken apart', (set) => {
    const { kind, names, grade } = fieldSetOf(set)
    expect(fieldSetFrom(kind, names, grade)).toEqual(set)
  })
})
