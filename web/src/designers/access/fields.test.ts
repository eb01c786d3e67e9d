import { describe, expect, it } from 'vitest'
import { type Doc, type Key, keyOf, nameOf } from '../core/document.ts'
import type { Named } from '../core/useBench.ts'
import { type FieldRules, setShown, shownOf, shownStates } from './fields.ts'

const entity: Doc = {
  name: 'lead',
  properties: {
    name: { 'x-field': 'text' },
    phone: { 'x-field': 'phone' },
    amount: { 'x-field': 'money', 'x-grade': 'confidential' },
    note: { 'x-field': 'longtext' },
  },
}
const fields = ['name', 'phone', 'amount', 'note']
const roles = ['rep', 'boss', 'clerk']

const named = (doc: Doc): Named => ({ key: keyOf('grant', String(doc.name)), name: String(doc.name), doc })
const grant = (role: string, read: unknown, write: unknown): Named =>
  named({
    name: `lead.${role}`,
    role,
    entity: 'lead',
    actions: ['read', 'create', 'update'],
    scope: 'all',
    read,
    write,
  })

function applied(rules: FieldRules, changes: { [key: Key]: Doc | undefined }): FieldRules {
  const put = (list: readonly Named[], kind: string): Named[] => {
    const kept = list.flatMap((one) => {
      if (!(one.key in changes)) return [one]
      const doc = changes[one.key]
      return doc ? [{ ...one, doc }] : []
    })
    for (const [key, doc] of Object.entries(changes) as [Key, Doc | undefined][])
      if (doc && key.startsWith(`${kind}/`) && !list.some((one) => one.key === key))
        kept.push({ key, name: nameOf(key), doc })
    return kept
  }
  return { entity, grants: put(rules.grants, 'grant'), masks: put(rules.masks, 'mask') }
}

const all = (rules: FieldRules) =>
  Object.fromEntries(
    roles.flatMap((role) => fields.map((field) => [`${role} ${field}`, shownOf(rules, role, field)])),
  )

function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return (state >> 8) % below
  }
}

describe('what roles see of fields', () => {
  const start: FieldRules = {
    entity,
    grants: [
      grant('rep', 'all', 'all'),
      grant('boss', { except: ['note'], grade: 'secret' }, { only: ['name'] }),
      grant('clerk', { only: ['name'] }, undefined),
    ],
    masks: [],
  }

  it('is read from sets and grades', () => {
    expect(all(start)).toEqual({
      'rep name': 'write',
      'rep phone': 'write',
      'rep amount': 'hidden',
      'rep note': 'write',
      'boss name': 'write',
      'boss phone': 'read',
      'boss amount': 'read',
      'boss note': 'hidden',
      'clerk name': 'read',
      'clerk phone': 'hidden',
      'clerk amount': 'hidden',
      'clerk note': 'hidden',
    })
  })

  it('becomes what is chosen, and nothing else of anybody changes', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const next = random(seed)
      let rules = start
      for (let step = 0; step < 10; step++) {
        const [role, field] = [roles[next(3)] ?? 'rep', fields[next(4)] ?? 'name']
        const shown = shownStates[next(4)] ?? 'hidden'
        const before = all(rules)
        rules = applied(rules, setShown(rules, role, field, shown, roles))
        expect(all(rules), `${seed}/${step} ${role} ${field} ${shown}`).toEqual({
          ...before,
          [`${role} ${field}`]: shown,
        })
      }
    }
  })

  it('masks by the type of the field, for all but those who saw it whole', () => {
    expect(setShown(start, 'clerk', 'phone', 'masked', roles)['mask/lead.phone' as Key]).toEqual({
      name: 'lead.phone',
      entity: 'lead',
      fields: ['phone'],
      show: 'phone',
      except: ['rep', 'boss'],
    })
  })

  it('leaves rules for some records alone', () => {
    const twice = {
      ...start,
      grants: [
        ...start.grants,
        { ...grant('rep', { only: ['name'] }, undefined), key: 'grant/b' as Key, name: 'b' },
      ],
    }
    expect(shownOf(twice, 'rep', 'phone')).toBe('mixed')
  })
})
