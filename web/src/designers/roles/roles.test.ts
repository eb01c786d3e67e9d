import { describe, expect, it } from 'vitest'
import { type Doc, type Key, keyOf } from '../core/document.ts'
import { columns } from '../core/matrix.ts'
import type { Named } from '../core/useBench.ts'
import {
  copyRole,
  heldWith,
  inheritable,
  setIncompatible,
  setPermission,
  withoutRole,
  wordsOf,
} from './roles.ts'

const role = (name: string, members: Doc = {}): Named => ({
  key: keyOf('role', name),
  name,
  doc: { name, 'x-id': name, title: name, ...members },
})

const grant = (name: string, role: string, members: Doc = {}): Named => ({
  key: keyOf('grant', name),
  name,
  doc: { name, role, entity: 'lead', actions: ['read'], scope: 'own', ...members },
})

const roles = [
  role('rep'),
  role('boss', { inherits: ['rep'] }),
  role('chief', { inherits: ['boss'], incompatible: ['auditor'] }),
  role('auditor', { incompatible: ['chief'] }),
]

const [read] = columns

describe('inheriting', () => {
  it('gives all that is below', () => {
    expect([...heldWith(roles, 'chief')]).toEqual(['chief', 'boss', 'rep'])
  })

  it('never goes in a circle', () => {
    expect(inheritable(roles, 'rep')).toEqual(['auditor'])
    expect(inheritable(roles, 'chief')).toEqual(['rep', 'boss', 'auditor'])
  })

  it('adds up what is granted', () => {
    const grants = [grant('lead.rep', 'rep'), grant('lead.boss', 'boss', { scope: 'team' })]
    expect(wordsOf(grants, roles, 'chief', read)).toEqual(['team', 'own'])
    expect(wordsOf(grants, roles, 'auditor', read)).toEqual([])
    const more = [...grants, grant('lead.chief', 'chief', { scope: 'all' })]
    expect(wordsOf(more, roles, 'chief', read)).toEqual(['all'])
  })
})

describe('incompatible roles', () => {
  it('say it of each other', () => {
    const changes = setIncompatible(roles, 'rep', ['auditor'])
    expect(changes['role/rep']?.incompatible).toEqual(['auditor'])
    expect(changes['role/auditor']?.incompatible).toEqual(['chief', 'rep'])
    expect(Object.keys(changes)).toHaveLength(2)
  })

  it('stop saying it of each other', () => {
    const changes = setIncompatible(roles, 'chief', [])
    expect(changes['role/chief']).not.toHaveProperty('incompatible')
    expect(changes['role/auditor']).not.toHaveProperty('incompatible')
  })
})

it('permissions stand in their order', () => {
  const all = ['users', 'roles', 'design']
  const one = setPermission({ permissions: ['design'] }, 'users', true, all)
  expect(one.permissions).toEqual(['users', 'design'])
  expect(setPermission({ permissions: ['design'] }, 'design', false, all)).toEqual({})
})

describe('a copy of a role', () => {
  it('may do the same, is somebody else, and owns nothing', () => {
    const from = role('boss', { inherits: ['rep'], owner: true, permissions: ['users'] })
    const grants = [grant('lead.boss', 'boss'), grant('lead_more', 'boss'), grant('lead.deputy', 'rep')]
    const changes = copyRole(from, grants, 'deputy', 'Deputy')
    expect(changes['role/deputy']).toMatchObject({
      name: 'deputy',
      inherits: ['rep'],
      permissions: ['users'],
    })
    expect(changes['role/deputy']).not.toHaveProperty('owner')
    expect(changes['role/deputy']?.['x-id']).not.toBe('boss')
    expect(Object.keys(changes)).toEqual(['role/deputy', 'grant/lead.deputy_2', 'grant/lead.deputy_3'])
    expect(changes['grant/lead.deputy_2']).toMatchObject({
      role: 'deputy',
      name: 'lead.deputy_2',
      scope: 'own',
    })
  })
})

describe('a role that is taken out', () => {
  const documents = new Map<Key, Doc>([
    ...roles.map(({ key, doc }): [Key, Doc] => [key, doc]),
    ['grant/lead.rep', grant('lead.rep', 'rep').doc],
    ['grant/lead.boss', grant('lead.boss', 'boss').doc],
    ['mask/lead.phone', { name: 'lead.phone', except: ['rep'] }],
    ['pool/lead.open', { name: 'lead.open', members: ['rep', 'boss'] }],
    ['pool/lead.only', { name: 'lead.only', members: ['rep'] }],
    ['sharing/lead.all', { name: 'lead.all', to: { roles: ['rep', 'boss'] } }],
    ['menu/sales', { name: 'sales', roles: ['rep'] }],
  ])
  const changes = withoutRole(documents, 'rep')

  it('takes its grants with it, and no others', () => {
    expect('role/rep' in changes && changes['role/rep']).toBe(undefined)
    expect('grant/lead.rep' in changes).toBe(true)
    expect('grant/lead.boss' in changes).toBe(false)
  })

  it('is named by no list any more', () => {
    expect(changes['role/boss']).not.toHaveProperty('inherits')
    expect(changes['mask/lead.phone']).toEqual({ name: 'lead.phone' })
    expect(changes['pool/lead.open']?.members).toEqual(['boss'])
    expect(changes['sharing/lead.all']?.to).toEqual({ roles: ['boss'] })
  })

  it('stays where nothing would mean everybody, for a check to tell', () => {
    expect('pool/lead.only' in changes).toBe(false)
    expect('menu/sales' in changes).toBe(false)
  })
})
